//! Where the program is cut into parts that are loaded when they are first asked for.
//!
//! A part is a table of functions, a static named `PART` in a module of its own, and the macro `later` beside it is the cut. A build with the feature `split`
//! has what is reached from there, and from nowhere else, in a second file; any other build is one file, and has the part from the beginning. Naming such
//! code anywhere else is no mistake, but everybody downloads it then.

/// The part could not be loaded: there is no connection, or another release of the page lies on the host by now.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct NotLoaded;

#[cfg(feature = "split")]
impl From<wasm_split_helpers::SplitLoaderError> for NotLoaded {
    fn from(_: wasm_split_helpers::SplitLoaderError) -> Self {
        Self
    }
}

/// Cuts the program before `PART`, which is of type `$part`, and names the cut `$name`, as `xtask/src/split.rs` knows it. It writes `load`; and with
/// `at once` the constant of that name, for what asks without waiting.
macro_rules! later {
    ($name:ident: $part:ident, at once) => {
        /// What a page has of it from the beginning.
        pub const AT_ONCE: Option<&$part> = {
            #[cfg(feature = "split")]
            let part = None;
            #[cfg(not(feature = "split"))]
            let part = Some(&PART);
            part
        };

        $crate::split::later!($name: $part);
    };
    ($name:ident: $part:ident) => {
        /// Loads the part; at once, if it was loaded before or if this build has it from the beginning. After a failure it can be tried again.
        ///
        /// # Errors
        ///
        /// [`NotLoaded`](crate::split::NotLoaded); the browser's console says more.
        pub async fn load() -> Result<&'static $part, $crate::split::NotLoaded> {
            #[cfg(feature = "split")]
            {
                #[wasm_split_helpers::wasm_split($name, fallible)]
                fn part() -> Result<&'static $part, $crate::split::NotLoaded> {
                    Ok(&PART)
                }

                part().await
            }
            #[cfg(not(feature = "split"))]
            Ok(&PART)
        }
    };
}

pub(crate) use later;
