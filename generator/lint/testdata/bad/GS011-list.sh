#!/bin/sh
first() {
  printf 'one\n'
}
first && printf 'two\n'
