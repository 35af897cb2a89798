//! The rows of the option catalogue.

use super::OptionDef;

/// All options, sorted by key.
pub static ALL: [&OptionDef; 0] = [];
