//! The managed memory of a slot and who gets how much of it.

use resolver::managed::{
    OperatorShare, Share, SlotMemory, SlotRequest, StateBackend, UseCase, divide, from_configuration,
};
use resolver::{Configuration, FlinkError, FlinkVersion, MemorySize};

use crate::answer::{Answer, error_fields};
use crate::fields::{Fields, Reason};
use crate::json::Json;

/// A TaskManager's managed memory, and what runs in the slot that is asked about.
pub(crate) struct ManagedRequest {
    managed_bytes: i64,
    slots: i32,
    page_size: i32,
    use_cases: Vec<UseCase>,
    state_backend_uses_managed: Option<bool>,
    operator: OperatorShare,
    config: Configuration,
}

impl ManagedRequest {
    pub(crate) fn read(fields: &mut Fields<'_>) -> Result<Self, Reason> {
        let use_case = |name: &str| {
            let known = UseCase::ALL.into_iter().find(|use_case| use_case.name() == name);
            known.ok_or_else(|| format!("field `use_cases` names an unknown one: {name}"))
        };
        Ok(Self {
            managed_bytes: fields.integer("managed_bytes")?,
            slots: fields.integer("slots")?,
            page_size: fields.integer("page_size")?,
            use_cases: fields
                .texts("use_cases")?
                .iter()
                .map(|name| use_case(name))
                .collect::<Result<_, _>>()?,
            state_backend_uses_managed: fields.optional_bool("state_backend_uses_managed")?,
            operator: OperatorShare {
                weight: fields.integer("operator_weight")?,
                total: fields.integer("operator_weight_total")?,
            },
            config: fields.config("config")?,
        })
    }

    pub(crate) fn answer(&self, version: FlinkVersion) -> Answer<'static> {
        Answer::of(self.divide(version).map(slot_fields), Vec::new())
    }

    fn divide(&self, version: FlinkVersion) -> Result<SlotMemory, FlinkError> {
        divide(SlotRequest {
            version,
            managed: MemorySize::try_from(self.managed_bytes)?,
            slots: self.slots,
            page_size: self.page_size,
            use_cases: &self.use_cases,
            state_backend: match self.state_backend_uses_managed {
                Some(true) => StateBackend::Managed,
                Some(false) => StateBackend::Unmanaged,
                None => StateBackend::Configured(from_configuration),
            },
            operator: self.operator,
            config: &self.config,
        })
    }
}

fn slot_fields(slot: SlotMemory) -> Json<'static> {
    let weights = slot.weights.into_iter().map(|(use_case, weight)| (use_case.name(), Json::integer(weight)));
    let shares = slot.shares.into_iter().map(|share| (share.use_case.name(), share_fields(share)));
    Json::object([
        ("slot_managed", Json::integer(slot.managed.bytes())),
        ("weights", Json::object(weights)),
        ("operator_fraction_of_use_case", Json::double(slot.operator_fraction)),
        ("use_cases", Json::object(shares)),
    ])
}

fn share_fields(share: Share) -> Json<'static> {
    let fraction = ("fraction_of_slot", Json::double(share.fraction));
    match share.grant {
        Ok(grant) => Json::object([
            fraction,
            ("bytes", Json::integer(grant.bytes.bytes())),
            ("pages", Json::integer(grant.pages)),
        ]),
        Err(error) => Json::object([fraction, ("bytes_error", error_fields(error))]),
    }
}
