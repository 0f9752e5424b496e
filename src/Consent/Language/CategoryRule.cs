using System.Collections.Frozen;

namespace Exchange.Consent;

/// <summary>A category of data (<em>gegevenscategorie</em>) and what its fields look like below full.</summary>
/// <param name="Id">How the covenant and the contract refer to it.</param>
/// <param name="Title">What people call it; the id when the covenant gives none.</param>
/// <param name="Identifying">Whether its level limits every other category in one response (DESIGN §4, "One response, one view").</param>
/// <param name="Fields">The fields by name. A field that is not here is omitted below full.</param>
public sealed record CategoryRule(string Id, string Title, bool Identifying, IReadOnlyDictionary<string, FieldRule> Fields)
{
    /// <summary>The line of the file on which its name stands, from 1.</summary>
    public int Line { get; init; } = 1;

    /// <summary>The special data that it holds, which only a ground that names them may carry; empty for ordinary data.</summary>
    public IReadOnlySet<SpecialData> Special { get; init; } = FrozenSet<SpecialData>.Empty;

    /// <summary>How many days after its contribution a section may be kept at most; null when the covenant does not say.</summary>
    public int? KeepDays { get; init; }
}

/// <summary>What one field holds, and what is left of it below full.</summary>
/// <param name="Type">What it holds.</param>
/// <param name="Pseudonymised">What is left in a pseudonymised view; null: nothing.</param>
/// <param name="Anonymised">What is left in an anonymised view; null: nothing. Never finer than <paramref name="Pseudonymised"/>.</param>
/// <param name="Values">The closed list of a <see cref="FieldType.Code"/> field, in file order; empty for an open one and for other types.</param>
public sealed record FieldRule(
    FieldType Type,
    Generalisation? Pseudonymised,
    Generalisation? Anonymised,
    IReadOnlyList<string> Values)
{
    /// <summary>The list that the values are of, each in its qualified form; null when the field has values of its own.</summary>
    public CodeListVersion? List { get; init; }
}

/// <summary>What a field holds.</summary>
public enum FieldType : byte
{
    /// <summary>One line of text, such as a name.</summary>
    Text = 0,

    /// <summary>Several lines of that kind: telephone numbers, e-mail addresses, handles.</summary>
    Texts = 1,

    /// <summary>A citizen's number.</summary>
    Bsn = 2,

    /// <summary>A day, possibly partial (a year; a year and a month).</summary>
    Date = 3,

    /// <summary>A postal address.</summary>
    Address = 4,

    /// <summary>A narrative.</summary>
    FreeText = 5,

    /// <summary>One of a list of codes.</summary>
    Code = 6,

    /// <summary>A number.</summary>
    Number = 7,

    /// <summary>Yes or no.</summary>
    Flag = 8,

    /// <summary>Other people, by name; data subjects with rights of their own.</summary>
    Persons = 9,
}

/// <summary>What is left of a value below full. Within one type, later is coarser.</summary>
public enum Generalisation : byte
{
    /// <summary>Of a date, the year and month.</summary>
    YearMonth = 0,

    /// <summary>Of a date, the year.</summary>
    Year = 1,

    /// <summary>Of a date of birth, the age in bands of five years.</summary>
    AgeBand5 = 2,

    /// <summary>Of a date of birth, the age in bands of ten years.</summary>
    AgeBand10 = 3,

    /// <summary>Of a date of birth, the age in bands of twenty years.</summary>
    AgeBand20 = 4,

    /// <summary>Of an address, the district that the covenant names (see <see cref="Covenant.Districts"/>).</summary>
    District = 5,

    /// <summary>Of free text, what is left after redaction.</summary>
    Redact = 6,

    /// <summary>Of a code with a closed list, all of it.</summary>
    Keep = 7,

    /// <summary>Of persons, how many.</summary>
    Count = 8,
}
