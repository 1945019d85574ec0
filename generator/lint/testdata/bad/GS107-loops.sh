#!/bin/sh
# Four loops of sixteen rounds each: more steps than anybody follows.
{
for thousands in 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16; do
  for hundreds in 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16; do
    for tens in 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16; do
      for ones in 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16; do
        printf '%s\n' "$thousands $hundreds $tens $ones"
      done
    done
  done
done
exit
}
