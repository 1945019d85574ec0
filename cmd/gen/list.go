package main

import (
	"fmt"
	"os"
	"strings"
	"text/tabwriter"

	"github.com/org/gosetup/profiles"
	"github.com/spf13/cobra"
)

func newList() *cobra.Command {
	return &cobra.Command{
		Use:   "list",
		Short: "List the built-in profiles",
		Args:  usageArgs(cobra.NoArgs),
		RunE: func(cmd *cobra.Command, _ []string) error {
			table := tabwriter.NewWriter(cmd.OutOrStdout(), 0, 0, 2, ' ', 0)
			fmt.Fprintln(table, "PROFILE\tGO\tDESCRIPTION")
			for _, name := range profiles.Builtin() {
				p, err := profiles.Load(name, os.ReadFile)
				if err != nil {
					return err
				}
				fmt.Fprintf(table, "%s\t%s\t%s\n", name, strings.Join(p.Go.Versions, ", "), p.Description)
			}
			return table.Flush()
		},
	}
}

func newSchema() *cobra.Command {
	kinds := []string{"profile", "platform"}
	return &cobra.Command{
		Use:       "schema [profile|platform]",
		Short:     "Print the JSON Schema of profiles, for editors",
		Example:   "  gen schema > profile.schema.json",
		ValidArgs: kinds,
		Args:      usageArgs(cobra.MatchAll(cobra.MaximumNArgs(1), cobra.OnlyValidArgs)),
		RunE: func(cmd *cobra.Command, args []string) error {
			kind := kinds[0]
			if len(args) > 0 {
				kind = args[0]
			}
			text, err := profiles.Schema(kind)
			if err != nil {
				return err
			}
			_, err = cmd.OutOrStdout().Write(text)
			return err
		},
	}
}
