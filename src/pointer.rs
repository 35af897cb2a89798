//! Which component is pointed at. Known to one listener, so that pointing renders the derivation and nothing else.

use std::cell::{Cell, RefCell};
use std::rc::Rc;

use resolver::Component;
use yew::Callback;

/// A handle to the component last pointed at or focused.
#[derive(Clone, Debug, Default)]
pub struct Pointer {
    inner: Rc<Inner>,
}

#[derive(Debug, Default)]
struct Inner {
    at: Cell<Option<Component>>,
    listener: RefCell<Option<Callback<Component>>>,
}

impl PartialEq for Pointer {
    fn eq(&self, other: &Self) -> bool {
        Rc::ptr_eq(&self.inner, &other.inner)
    }
}

impl Pointer {
    /// Something else is pointed at.
    pub fn move_to(&self, component: Component) {
        if self.inner.at.replace(Some(component)) != Some(component) {
            let listener = self.inner.listener.borrow().clone();
            if let Some(listener) = listener {
                listener.emit(component);
            }
        }
    }

    /// Whom to tell.
    pub fn listen(&self, listener: Callback<Component>) {
        *self.inner.listener.borrow_mut() = Some(listener);
    }
}
