//! Operations of a slot's memory manager, and a slot's share of a TaskManager's memory.

use std::collections::BTreeMap;
use std::num::NonZeroU32;

use pools::memory::{Lease, MemoryError, MemoryManager, OwnerId, Shortage, slot_share};

use super::{Trouble, check_steps, compare, ok, outcome};
use crate::check::Stopwatch;
use crate::fields::{Fields, Reason};
use crate::json::Json;

pub(super) fn check(mut fields: Fields<'_>, stopwatch: &mut impl Stopwatch) -> Result<(), Trouble> {
    if let Some(kind) = fields.optional_text("kind")? {
        return match kind.as_ref() {
            "slot" => check_slot(fields),
            other => Err(Trouble::Malformed(format!("field `kind` is not known: {other}"))),
        };
    }
    // Where a line comes from.
    fields.take("seed");
    let manager = MemoryManager::new(fields.integer("size")?, fields.integer("page")?);
    let init = fields.take("init").unwrap_or(Json::Null);
    let steps = fields.list("steps")?;
    fields.finish()?;
    let found = match &manager {
        Ok(manager) => Json::object([
            ("r", Json::text("ok")),
            ("avail", Json::integer(manager.available())),
            ("total", Json::integer(manager.size())),
        ]),
        Err(error) => Json::object(error_fields(error)),
    };
    compare("init", &init, &found)?;
    let Ok(manager) = manager else {
        // There is nothing to operate on.
        return compare("steps", &Json::List(steps), &Json::List(Vec::new()));
    };
    let mut program = Program { manager, owners: BTreeMap::new(), leases: BTreeMap::new() };
    stopwatch.time(|| check_steps(steps, |step| program.carry_out(step)))
}

/// A slot of the default profile.
fn check_slot(mut fields: Fields<'_>) -> Result<(), Trouble> {
    let (managed, network) = (fields.integer("managed")?, fields.integer("network")?);
    let slots = NonZeroU32::new(fields.integer("slots")?).ok_or_else(|| "no slots".to_owned())?;
    let found = Json::object([
        ("slotManaged", Json::integer(slot_share(managed, slots))),
        ("slotNetwork", Json::integer(slot_share(network, slots))),
    ]);
    compare("", &fields.rest(), &found)
}

struct Program {
    manager: MemoryManager,
    /// Owners by name; shared resources own memory under theirs.
    owners: BTreeMap<String, OwnerId>,
    leases: BTreeMap<String, Lease>,
}

impl Program {
    /// Carries out one operation; what is left in `step` is what was recorded of it.
    fn carry_out(&mut self, step: &mut Fields<'_>) -> Result<Json<'static>, Reason> {
        let operation = step.text("op")?;
        let owner = match step.optional_text("owner")? {
            Some(name) => self.owner(&name),
            None => OwnerId(u32::MAX),
        };
        let manager = &mut self.manager;
        let result = match operation.as_ref() {
            "allocatePages" => {
                let pages: i32 = step.integer("n")?;
                manager.allocate_pages(owner, pages).map(|()| Json::integer(pages))
            }
            "releasePage" | "releasePages" => manager.release_pages(owner, step.integer("n")?).map(ok),
            "releaseAllPages" => manager.release_all_pages(owner).map(ok),
            "reserve" => manager.reserve_memory(owner, step.integer("bytes")?).map(ok),
            "releaseMemory" => manager.release_memory(owner, step.integer("bytes")?).map(ok),
            "releaseAllMemory" => manager.release_all_memory(owner).map(ok),
            "computeNumberOfPages" => {
                manager.compute_number_of_pages(step.double("fraction")?).map(Json::integer)
            }
            "computeMemorySize" => manager.compute_memory_size(step.double("fraction")?).map(Json::integer),
            "verifyEmpty" => Ok(Json::Bool(manager.is_empty())),
            "shutdown" => {
                manager.shut_down();
                Ok(Json::text("ok"))
            }
            "share" => self.share(step)?,
            "unshare" => self.unshare(step)?,
            other => return Err(format!("field `op` is not known: {other}")),
        };
        let mut fields = match result {
            Ok(result) => outcome(Ok(result)),
            Err(error) => error_fields(&error),
        };
        fields.push(("avail", Json::integer(self.manager.available())));
        Ok(Json::object(fields))
    }

    fn share(&mut self, step: &mut Fields<'_>) -> Result<Result<Json<'static>, MemoryError>, Reason> {
        let resource = self.owner(&step.text("type")?);
        let name = step.text("lease")?.into_owned();
        Ok(self.manager.share(resource, step.double("fraction")?).map(|lease| {
            self.leases.insert(name, lease);
            Json::integer(lease.bytes())
        }))
    }

    fn unshare(&mut self, step: &mut Fields<'_>) -> Result<Result<Json<'static>, MemoryError>, Reason> {
        let name = step.text("lease")?;
        let lease = self.leases.get(name.as_ref()).ok_or_else(|| format!("there is no lease {name}"))?;
        Ok(self.manager.release_shared(*lease).map(ok))
    }

    #[expect(clippy::cast_possible_truncation, reason = "as many as a line has names")]
    fn owner(&mut self, name: &str) -> OwnerId {
        let next = OwnerId(self.owners.len() as u32);
        *self.owners.entry(name.to_owned()).or_insert(next)
    }
}

fn error_fields(error: &MemoryError) -> Vec<(&'static str, Json<'static>)> {
    let mut fields = outcome(Err((error.class(), error.to_string())));
    if let Some(cause) = error.cause() {
        fields.push(("causeEx", Json::text(Shortage::CLASS)));
        fields.push(("causeMsg", Json::text(cause.to_string())));
    }
    fields
}
