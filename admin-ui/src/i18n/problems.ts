/** Codes that are said in the same words as another. */
const alike: Readonly<Record<string, readonly string[]>> = {
  // Only a page that does not fit its server sends such a request.
  program: [
    'also_not_possible', 'already_set_up', 'bad_credential', 'bad_cursor', 'bad_page_size', 'broken_body', 'changes_required', 'duplicate_locale',
    'file_required', 'idempotency_mismatch', 'if_match_required', 'invalid_body', 'invalid_idempotency_key', 'invalid_if_match', 'invalid_parameters',
    'invalid_query', 'locale_required', 'malformed_query', 'method_not_allowed', 'no_map', 'no_operator', 'query_too_long', 'revision_required',
    'session_required', 'too_many_included', 'too_many_references', 'unexpected_body', 'unknown_action', 'unknown_field', 'unknown_format', 'unknown_kind',
    'unknown_selection', 'unknown_verb', 'unsupported_encoding', 'unsupported_media_type', 'refused',
  ],
  missing: [
    'comment_not_found', 'concept_not_found', 'document_not_found', 'entry_not_found', 'gone', 'grant_not_found', 'job_not_found', 'link_not_found',
    'no_such_address', 'not_found', 'pair_not_found', 'release_not_found', 'revision_not_found', 'set_aside_not_found', 'token_not_found', 'unknown_locale',
    'unknown_type', 'unknown_user', 'user_not_found',
  ],
  finding: ['dismissal_not_found', 'finding_not_found'],
  proposal: ['proposal_not_found'],
  values: ['grant_not_valid', 'invalid_changes', 'invalid_content', 'invalid_fields', 'invalid_segments', 'link_not_valid', 'person_not_valid', 'token_not_valid'],
  busy: ['database_unavailable', 'timeout', 'unavailable'],
  session: ['cross_origin', 'csrf', 'not_signed_in', 'token_invalid'],
  body_too_large: ['exchange_file_too_large'],
  machine_service: ['machine_answer', 'machine_quota', 'machine_refused'],
  machine_unavailable: ['machine_busy'],
  version_mismatch: ['segment_conflict'],
  source_moved: ['unknown_segment'],
}

const alikeAt: Readonly<Record<string, readonly string[]>> = {
  'at.form': ['bad_id', 'bad_level', 'missing_id', 'unknown_attribute', 'unknown_mark', 'unknown_node', 'wrong_shape'],
  'at.other': [
    'bad_cursor', 'datetime', 'duplicate_key', 'duplicate_parameter', 'hexadecimal', 'invalid_*', 'invalid_value', 'keys', 'len', 'locale_required', 'not_an_object',
    'not_json', 'null', 'number_out_of_range', 'oneof', 'printascii', 'repeated_parameter', 'too_deep', 'trailing_data', 'unknown_action', 'unknown_field',
    'unknown_operator', 'unknown_parameter', 'uuid', 'wrong_type',
  ],
  'at.unknown': ['unknown_code', 'unknown_country', 'unknown_locale', 'unknown_source', 'unknown_status'],
  'at.max': ['length', 'too_large', 'too_long', 'too_many'],
  'at.required': ['required_with'],
  'at.bad_characters': ['not_utf8', 'nul_in_text'],
  'at.not_an_email': ['bad_email', 'email'],
  'at.repeated': ['duplicate'],
  slug_missing: ['slug_missing'],
  slug_reserved: ['slug_reserved'],
  slug_too_long: ['slug_too_long'],
  version_mismatch: ['segment_conflict'],
  source_moved: ['source_moved', 'unknown_segment'],
  type_not_configured: ['type_not_configured'],
}

function turned(groups: Readonly<Record<string, readonly string[]>>): ReadonlyMap<string, string> {
  return new Map(Object.entries(groups).flatMap(([key, codes]) => codes.map((code) => [code, key] as const)))
}

const ofRefusal = turned(alike)
const ofPlace = turned(alikeAt)

/** The name, in problems.json, of the sentence for a refused request. */
export function refusalKey(code: string): string {
  return ofRefusal.get(code) ?? code
}

/** The name of the sentence for one thing that is wrong at its place. */
export function placeKey(code: string): string {
  return ofPlace.get(code) ?? (code.startsWith('invalid_') ? 'at.other' : `at.${code}`)
}

/** What a person has written herself and is told in her own words. */
export const quoted: ReadonlySet<string> = new Set(['must_change_open'])
