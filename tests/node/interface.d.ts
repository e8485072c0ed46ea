// Written by `pytest tests/site/test_scripts.py --update` from templates/strings/en.yml.
declare module "*/interface-bar.js" {
  export type Forms = Partial<Record<Intl.LDMLPluralRule, string>> & { other: string };
  export const bar: {
    keeping: {
      nothing: string;
      tab: string;
      device: string;
      unsaved: string;
      cleared: string;
      opened: Forms;
      opened_notes: string;
      saved: string;
      unreadable_file: string;
      unknown: Forms;
    };
    notices: {
      cleared: string;
      damaged: string;
      foreign: string;
      full: string;
      newer: string;
      refused: string;
    };
    files: {
      damaged: string;
      newer: string;
      too_large: string;
      unreadable: string;
      opening: string;
      empty: string;
      elsewhere: string;
      dropped: Forms;
    };
    asking: {
      differing: Forms;
      both: string;
      more: Forms;
      here: string;
      there: string;
      clear: string;
      page: string;
      everything: string;
      cancel: string;
    };
  };
}
declare module "*/interface-share.js" {
  export type Forms = Partial<Record<Intl.LDMLPluralRule, string>> & { other: string };
  export const share: {
    copied: string;
    by_hand: string;
  };
}
declare module "*/interface-checklist.js" {
  export type Forms = Partial<Record<Intl.LDMLPluralRule, string>> & { other: string };
  export const checklist: {
    whole: Forms;
    part: Forms;
    added: string;
    reworded: string;
  };
}
declare module "*/interface-sheets.js" {
  export type Forms = Partial<Record<Intl.LDMLPluralRule, string>> & { other: string };
  export const sheets: {
    table: string;
    undated: string;
    calendar: string;
    promise: string;
    making: string;
    unmade: string;
  };
}
declare module "*/interface-pdf.js" {
  export type Forms = Partial<Record<Intl.LDMLPluralRule, string>> & { other: string };
  export const pdf: {
    saved: string;
    missing: Forms;
    cut: Forms;
    whole: string;
    lacking: string;
    more: string;
    broken: string;
    locked: string;
    flat: string;
    strange: string;
    endless: string;
  };
}
declare module "*/interface-contacts.js" {
  export type Forms = Partial<Record<Intl.LDMLPluralRule, string>> & { other: string };
  export const contacts: {
    nameless: string;
    columns: {
      name: string;
      how: string;
      ring: string;
      last: string;
      moment: string;
      promised: string;
      step: string;
      on: string;
      note: string;
      gave: string;
      asked: string;
    };
    names: {
      name: string;
      parts: {
        first: string;
        middle: string;
        last: string;
      };
    };
    numbers: string;
    week_free: string;
    week_enough: Forms;
    week_many: Forms;
    later: Forms;
    undated: Forms;
    all: Forms;
    balance_none: string;
    balance_gave: string;
    balance_asked: string;
    balance: string;
    once: string;
    twice: string;
    times: Forms;
    on_day: string;
    today: string;
    any_day: string;
    now: string;
    last_day: string;
    between: string;
    at_latest: string;
    promised: string;
    appointment: string;
    whose: string;
    asking: string;
    adding: string;
    changing: string;
    suggested: string;
    proposed: string;
    unknown: string;
    gave: string;
    asked: string;
    entry_gave: string;
    entry_asked: string;
    entry_undated: string;
    added: string;
    changed: string;
    noted: string;
    open: string;
    full: string;
    contacted: string;
    contacted_next: string;
    moved: string;
    removed: string;
    back: string;
    removing: string;
    remove: string;
    leave: string;
    nobody: string;
    table: Forms;
    no_text: string;
    no_column: string;
    no_table: string;
    fill: Forms;
    to_add: Forms;
    more_names: Forms;
    not_added: string;
    imported: string;
    imported_added: Forms;
    imported_there: Forms;
    imported_filled: Forms;
    imported_twice: Forms;
    imported_nameless: Forms;
    imported_over: Forms;
    imported_cut: Forms;
    imported_undated: Forms;
    calendar: Forms;
    calendar_undated: Forms;
    calendar_open: string;
    calendar_none: string;
  };
}
declare module "*/interface-moment.js" {
  export type Forms = Partial<Record<Intl.LDMLPluralRule, string>> & { other: string };
  export const moment: {
    today: string;
    today_day: string;
    today_ahead: string;
    days: Forms;
    ahead: string;
    ahead_text: string;
    undated: string;
    no_reminder: string;
    appointment: string;
    saved: string;
    done: string;
    next: string;
    add: string;
    nameless: string;
    added: string;
    updated: string;
    full: string;
    unsaved: string;
    over: string;
    over_yes: string;
    over_no: string;
  };
}
declare module "*/interface-letters.js" {
  export type Forms = Partial<Record<Intl.LDMLPluralRule, string>> & { other: string };
  export const letters: {
    enough: Forms;
    length: Forms;
    open: Forms;
    filled: string;
    copied: string;
    copied_short: string;
    copied_open: Forms;
    subject: string;
    size: Forms;
    press: string;
    long: string;
  };
}
declare module "*/interface-start.js" {
  export type Forms = Partial<Record<Intl.LDMLPluralRule, string>> & { other: string };
  export const start: {
    marked_whole: Forms;
    marked_part: Forms;
    sum: string;
    shortest: string;
    shortest_so_far: string;
    chosen: string;
    here: string;
    elsewhere: string;
    begin: string;
    instead: string;
    step: Forms;
    plan: string;
    product: string;
    file: string;
    saved: string;
  };
}
declare module "*/interface-week.js" {
  export type Forms = Partial<Record<Intl.LDMLPluralRule, string>> & { other: string };
  export const week: {
    nameless: string;
    quiet: string;
    more: string;
    last: string;
    contacted: string;
    step: string;
    step_hint: Forms;
    earlier: string;
    filled: Forms;
    fields: Forms;
    next: string;
    changed: string;
    finished: string;
    again: string;
    again_now: string;
    go_on: string;
    open: string;
    look: string;
    whose: string;
    check: string;
    is_today: string;
    due: Forms;
    done: Forms;
    calendar: string;
    calendar_name: string;
    file: string;
    tab: string;
    device: string;
    clear: string;
    clear_all: string;
    refused: string;
    unsaved: string;
    differing: string;
    undecided: string;
    opened: Forms;
    line_begin: string;
    line_started: string;
    line_half: string;
    line_most: string;
    line_due: string;
    line_dues: Forms;
  };
}
declare module "*/interface-offline.js" {
  export type Forms = Partial<Record<Intl.LDMLPluralRule, string>> & { other: string };
  export const offline: {
    nothing: string;
    keeping: string;
    kept: Forms;
    removed: string;
    older: string;
    broken: string;
    differing: string;
    full: string;
    refused: string;
    unable: string;
    insecure: string;
  };
}
