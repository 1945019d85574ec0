package main

import (
	"fmt"
	"io"
	"strings"
	"text/tabwriter"

	"github.com/org/gosetup/generator/lint"
	"github.com/spf13/cobra"
)

func newExplain() *cobra.Command {
	return &cobra.Command{
		Use:   "explain [ID]...",
		Short: "Explain rules of gen check, or list them",
		Long: `Explain tells what a rule of gen check finds, why it matters and what to write
instead, with a bad and a good example. Without an ID it lists all rules.`,
		Example: "  gen explain\n  gen explain GS101 GS011",
		ValidArgsFunction: func(*cobra.Command, []string, string) ([]string, cobra.ShellCompDirective) {
			var all []string
			for _, r := range lint.Rules() {
				all = append(all, r.ID+"\t"+r.Title)
			}
			return all, cobra.ShellCompDirectiveNoFileComp
		},
		RunE: func(cmd *cobra.Command, args []string) error {
			if len(args) == 0 {
				return listRules(cmd.OutOrStdout())
			}
			return explain(cmd.OutOrStdout(), args)
		},
	}
}

func explain(w io.Writer, ids []string) error {
	for i, id := range ids {
		r := lint.RuleByID(strings.ToUpper(id))
		if r == nil {
			return usageError{fmt.Errorf("there is no rule %s; gen explain lists them", id)}
		}
		if i > 0 {
			fmt.Fprintln(w)
		}
		fmt.Fprint(w, r.Doc)
	}
	return nil
}

func listRules(w io.Writer) error {
	table := tabwriter.NewWriter(w, 0, 0, 2, ' ', 0)
	fmt.Fprintln(table, "RULE\tSEVERITY\tPROMISE\tWHAT IT FINDS")
	for _, r := range lint.Rules() {
		promise := r.Promise
		if promise == "" {
			promise = "-"
		}
		fmt.Fprintf(table, "%s\t%s\t%s\t%s\n", r.ID, r.Severity, promise, r.Title)
	}
	return table.Flush()
}
