//! What a sorter spills.

use pools::batch::BatchError;
use pools::batch::sort::{SortRequest, Spilling, spilling};

use super::Trouble;
use crate::check::Stopwatch;
use crate::compare::first_difference;
use crate::fields::Fields;
use crate::json::Json;

pub(super) fn check(mut fields: Fields<'_>, stopwatch: &mut impl Stopwatch) -> Result<(), Trouble> {
    let request = SortRequest {
        page_size: fields.integer("page")?,
        pages: fields.integer("pages")?,
        max_fan: fields.integer("maxFan")?,
        spilling_threshold: fields.double("threshold")?,
        record_size: fields.integer("recordBytes")?,
        key_size: fields.integer("keyBytes")?,
        records: fields.integer("records")?,
    };
    let found = stopwatch.time(|| spilling(&request));
    match first_difference(&fields.rest(), &answer(found)) {
        Some(difference) => Err(Trouble::Differs(difference)),
        None => Ok(()),
    }
}

fn answer(found: Result<Spilling, BatchError>) -> Json<'static> {
    let Spilling { runs, merges, final_fan_in, blocks, .. } = match found {
        Ok(spilling) => spilling,
        Err(error) => {
            let class = error.class().map_or(Json::Null, Json::text);
            return Json::object([("ex", class), ("msg", Json::text(error.to_string()))]);
        }
    };
    let ends = runs.first().into_iter().chain(runs.last()).map(|blocks| Json::integer(*blocks));
    let merges =
        merges.iter().map(|merge| Json::List(vec![Json::integer(merge.runs), Json::integer(merge.blocks)]));
    Json::object([
        ("runs", Json::integer(runs.len() as i128)),
        ("runBlocks", Json::List(ends.collect())),
        ("merges", Json::List(merges.collect())),
        ("finalFanIn", Json::integer(final_fan_in)),
        ("blocksWritten", Json::integer(blocks)),
    ])
}
