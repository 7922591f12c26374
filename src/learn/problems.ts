import type { ProblemCatalogue } from "../domain/index.ts";

/** Every message of the learning package. Codes are never reused. */
export const LEARN_PROBLEMS = {
  LEARN_PARAMETER: {
    status: 422,
    text: "Parameter {parameter} is {value}, but must be {legal}.",
    remedy: "Give a legal value or leave the parameter out to use its default.",
  },
  LEARN_PARAMETER_UNKNOWN: {
    status: 422,
    text: "{kind} has no parameter {parameter}.",
    remedy: "Use one of: {legal}.",
  },
  LEARN_TABLE_EMPTY: {
    status: 422,
    text: "The table has {rows} rows and {columns} columns, which is too little to {purpose}.",
    remedy: "Give a table with at least one row and one column.",
  },
  LEARN_VALUE_INFINITE: {
    status: 422,
    text: "Column {column} holds an infinite number in row {row}.",
    remedy: "Replace infinities by a finite bound, or by NaN where the value is not known.",
  },
  LEARN_VALUE_KIND: {
    status: 422,
    text: "Column {column} holds a {found} in row {row}, but the values before it are of kind {expected}.",
    remedy: "Make every value of a column a number, or every value a text; leave unknown values null.",
  },
  LEARN_COLUMN_LENGTH: {
    status: 422,
    text: "Column {column} has {found} values, but the table has {expected} rows.",
    remedy: "Give every column one value per row.",
  },
  LEARN_COLUMN_TWICE: {
    status: 422,
    text: "Two columns are called {column}.",
    remedy: "Give every column a name of its own.",
  },
  LEARN_COLUMN_CODE: {
    status: 422,
    text: "Column {column} holds category code {code} in row {row}, but has {categories} categories.",
    remedy: "Use codes from 0 to one less than the number of categories, or -1 for a missing value.",
  },
  LEARN_FEATURE_MISSING: {
    status: 422,
    text: "The table lacks feature {feature}, on which the model was fitted.",
    remedy: "Give the table the columns of the training table; their order does not matter.",
  },
  LEARN_FEATURE_KIND: {
    status: 422,
    text: "Feature {feature} is {found} in the table, but was {expected} when the model was fitted.",
    remedy: "Build the table the same way for fitting and for scoring.",
  },
  LEARN_LENGTH: {
    status: 422,
    text: "{what} has {found} values, but {expected} are needed.",
    remedy: "Give one value per row.",
  },
  LEARN_WEIGHT: {
    status: 422,
    text: "The row weight in row {row} is {value}, but must be a finite number of at least 0, and one must be above 0.",
    remedy: "Give every row a weight, or leave the weights out.",
  },
  LEARN_LABELS: {
    status: 422,
    text: "The label in row {row} is code {code}, but there are {classes} classes.",
    remedy: "Give every row the position of its class in the list of classes, from 0.",
  },
  LEARN_CLASSES: {
    status: 422,
    text: "The labels name {classes} classes, of which {present} occur; {kind} needs at least two.",
    remedy: "Add rows of another class, or use a detector that learns without labels.",
  },
  LEARN_TRUTH: {
    status: 422,
    text: "Row {row} has truth {truth} and score {score}; truth must be 0 or 1, and a score a number.",
    remedy: "Leave rows out whose truth or score is not known.",
  },
  LEARN_TRAINING_ROWS: {
    status: 422,
    text: "Row {row} stands in the training part and in the test part.",
    remedy: "Test on rows that the model has not seen.",
  },
  LEARN_SPLIT: {
    status: 422,
    text: "The rows cannot be split: {reason}.",
    remedy: "Ask for fewer parts, or give more rows, groups or classes.",
  },
  LEARN_NOT_TRAINING_TABLE: {
    status: 422,
    text: "This is not the table on which the model was fitted.",
    remedy: "Give the training table, unchanged and with its rows in the same order.",
  },
  LEARN_CANCELLED: {
    status: 499,
    text: "The work was cancelled.",
    remedy: "Start it again when it is wanted.",
  },
  LEARN_MODEL_BROKEN: {
    status: 422,
    text: "The model file cannot be read: {reason}.",
    remedy: "Fit the model again, or restore the file from a backup.",
  },
  LEARN_MODEL_KIND: {
    status: 422,
    text: "The model file holds a model of kind {found}, format {format}; a {expected} of format {formatExpected} is needed.",
    remedy: "Choose the right file, or fit the model again with this version.",
  },
} as const satisfies ProblemCatalogue;
