using System.Globalization;
using System.Text;
using Exchange.Consent;
using Exchange.Disclosure.Redaction;
using Exchange.Disclosure.Release;
using Exchange.Dossiers;

namespace Exchange.Disclosure;

/// <summary>
/// Looks once more for the identifiers of a dossier in what is about to leave below full, and does not trust the redactor: it reads a text
/// as letters only, as digits only and as both, whatever stands between, and looks for each identifier in that. It shares no code with the
/// redactor; only the list of ordinary Dutch words is the same.
/// </summary>
/// <remarks>
/// What it does not count, so that ordinary texts leave: a name of one or two letters on its own; a name that is an ordinary word too
/// (<em>bakker</em>, <em>wit</em>) in small letters, at the beginning of a sentence or in a text of capitals, unless another name of the
/// same person stands next to it; a name that is also a country, a town or an agency; a street without a number; a name of which one letter is wrong. A limit of the gate is no limit of the
/// redactor.
/// </remarks>
public sealed class ReleaseGate
{
    // Names this long are looked for inside longer words too.
    private const int LongName = 6;

    // Two names of one person together: this long they are nobody else's words.
    private const int LongPair = 10;

    // They are in half of all names, and in most sentences.
    private static readonly HashSet<string> Particles = new(StringComparer.Ordinal)
    {
        "van", "von", "den", "der", "ten", "ter", "het", "des", "del", "della", "dos", "das", "ben", "bin", "bint", "ait", "abu", "abou", "bou", "ould",
    };

    private static readonly string[] Months =
        ["januari", "februari", "maart", "april", "mei", "juni", "juli", "augustus", "september", "oktober", "november", "december"];

    private readonly PatternTable _letters = new();
    private readonly PatternTable _digits = new();
    private readonly PatternTable _both = new();

    /// <summary>Makes the gate of a dossier.</summary>
    /// <param name="persons">Everybody whom the dossier knows.</param>
    public ReleaseGate(IReadOnlyList<KnownPerson> persons)
    {
        ArgumentNullException.ThrowIfNull(persons);
        foreach (var person in persons)
        {
            Add(person);

            // People write ö as o and as oe.
            if (person with { FirstNames = [.. person.FirstNames.Select(Wide)], Surname = Wide(person.Surname), Aliases = [.. person.Aliases.Select(Wide)] } is var wide
                && (wide.Surname != person.Surname || !wide.FirstNames.SequenceEqual(person.FirstNames) || !wide.Aliases.SequenceEqual(person.Aliases)))
            {
                Add(wide);
            }
        }
    }

    /// <summary>What kind of identifier is in a text; null when none is, and the text may leave.</summary>
    public IdentifierKind? Find(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        var (letters, digits, both) = Projection.Of(text);
        return _digits.Find(digits, IsOrdinary) ?? _both.Find(both, IsOrdinary) ?? _letters.Find(letters, IsOrdinary);
    }

    /// <summary>
    /// Looks through a section of a finished view. Words that are the covenant's own, such as a code of a list or the name of an area,
    /// were written about nobody.
    /// </summary>
    /// <param name="section">The section, shown at level pseudonymised or anonymised.</param>
    /// <param name="rule">Its category.</param>
    /// <param name="districts">The covenant's table of areas.</param>
    /// <returns>What kind of identifier is in it; null when none is.</returns>
    public IdentifierKind? Find(DisclosedSection section, CategoryRule rule, IReadOnlyList<District> districts)
    {
        ArgumentNullException.ThrowIfNull(section);
        ArgumentNullException.ThrowIfNull(rule);
        ArgumentNullException.ThrowIfNull(districts);
        foreach (var (name, value) in section.Content.Fields)
        {
            var field = rule.Fields.GetValueOrDefault(name);
            var found = value switch
            {
                TextValue { Text: var code } when field is { Type: FieldType.Code } && field.Values.Contains(code, StringComparer.Ordinal) => null,
                TextValue { Text: var text } => Find(text),
                DistrictValue { Name: Areas.Elsewhere or Areas.WorkingArea } => null,
                DistrictValue { Name: var area } when !districts.Any(d => d.Name == area) => Find(area),
                TextsValue or PersonsValue or AddressValue => IdentifierKind.Name,
                _ => null,
            };
            if (found is not null)
                return found;
        }

        return null;
    }

    private static bool IsOrdinary(string word)
    {
        var kinds = TextRedactor.Dutch.Lexicon.Find(word);
        return (kinds & (WordKinds.Ordinary | WordKinds.Keep)) != 0 && (kinds & WordKinds.Name) == 0;
    }

    private void Add(KnownPerson person)
    {
        List<string> first = [.. person.FirstNames.SelectMany(Words)];
        List<string> prefix = [.. Words(person.Prefix)];
        List<string> last = [.. Words(person.Surname)];
        foreach (var word in first.Concat(last).Concat(person.FirstNames.Append(person.Surname).SelectMany(Pieces)))
            AddName(word);
        AddWholeNames(first, [.. prefix, .. last], last);
        foreach (var alias in person.Aliases)
            AddAlias(alias);

        var bsn = Digits(person.Bsn);
        if (bsn.Length >= 8)
            _digits.Add(bsn, IdentifierKind.Bsn, Fit.Anywhere);
        foreach (var phone in person.Phones)
            AddPhone(Digits(phone));
        foreach (var part in person.Addresses.SelectMany(address => address.Split(',')))
            AddAddress(part);
        foreach (var email in person.Emails)
        {
            AddHandle(email);
            AddHandle(email.Split('@')[0]);
        }

        foreach (var handle in person.Handles)
            AddHandle(handle);
        AddBirthDate(person.BirthDate);
    }

    private void AddName(string word)
    {
        if (Particles.Contains(word) || (TextRedactor.Dutch.Lexicon.Find(word) & (WordKinds.Keep | WordKinds.Name)) == WordKinds.Keep)
            return;
        var fit = IsOrdinary(word) ? Fit.CapitalWord : word.Length >= LongName ? Fit.WordOrPart : Fit.Word;
        foreach (var spelling in Spellings(word))
            _letters.Add(spelling, IdentifierKind.Name, fit);
    }

    private void AddWholeNames(List<string> first, List<string> surname, List<string> last)
    {
        var (given, full, bare) = (string.Concat(first), string.Concat(surname), string.Concat(last));
        if (last.Count > 1)
            AddPair(bare, "");
        if (first.Count > 1)
            AddPair(given, "");
        if (full.Length > bare.Length && !last.TrueForAll(IsOrdinary))
            AddPair(full, "");
        foreach (var name in first.Append(given).Distinct())
        {
            AddPair(name, full);
            AddPair(name, bare);
            AddPair(full, name);
            AddPair(bare, name);
            if (full.Length > bare.Length)
                AddPair(bare, name + full[..^bare.Length]);
        }
    }

    private void AddPair(string one, string other)
    {
        if (one.Length + other.Length < 4 || one.Length == 0 || (other.Length == 0 && IsOrdinary(one)))
            return;
        foreach (var spelling in Spellings(one + other))
            _letters.Add(spelling, IdentifierKind.Name, spelling.Length >= LongPair ? Fit.Anywhere : Fit.Whole);
    }

    private void AddAlias(string alias)
    {
        List<string> words = [.. Words(alias)];
        var main = words.Where(w => !IsOrdinary(w)).ToList();
        foreach (var word in main.Count > 0 ? main : words)
            AddName(word);
        if (words.Count > 1)
            AddPair(string.Concat(words), "");
        if (alias.Any(char.IsDigit))
            AddHandle(alias);
    }

    private void AddPhone(string digits)
    {
        // Without the country and the zero that stands for it.
        var national = digits.TrimStart('0');
        national = national.StartsWith("31", StringComparison.Ordinal) && national.Length > 10 ? national[2..].TrimStart('0') : national;
        _digits.Add(national, IdentifierKind.Phone, national.Length >= 8 ? Fit.Anywhere : Fit.OneNumber);
    }

    private void AddAddress(string part)
    {
        var tight = Projection.Tight(part);
        if (tight.Length >= 6 && Postcode.IsValid(tight[..6].ToUpperInvariant()))
            _both.Add(tight[..6], IdentifierKind.Address, Fit.Whole);

        // The street with its number: the letters before the first digits, and those.
        var digit = tight.AsSpan().IndexOfAnyInRange('0', '9');
        if (digit < 4)
            return;
        var end = digit;
        while (end < tight.Length && char.IsAsciiDigit(tight[end]))
            end++;
        if (end - digit <= 4)
            _both.Add(tight[..end], IdentifierKind.Address, Fit.Whole);
    }

    private void AddHandle(string handle)
    {
        var tight = Projection.Tight(handle);
        var digits = tight.Count(char.IsAsciiDigit);
        if (tight.Length < 4 || IsOrdinary(tight))
            return;
        if (digits == tight.Length)
            _digits.Add(tight, IdentifierKind.Handle, digits >= 8 ? Fit.Anywhere : Fit.OneNumber);
        else
            _both.Add(tight, IdentifierKind.Handle, tight.Length >= LongPair ? Fit.Anywhere : Fit.Whole);
    }

    private void AddBirthDate(string date)
    {
        var digits = Digits(date);
        if (digits.Length != 8)
            return;
        var yearFirst = digits[..2] is "19" or "20" && Number(digits[4..6]) is >= 1 and <= 12;
        var (year, month, day) = yearFirst ? (digits[..4], digits[4..6], digits[6..]) : (digits[4..], digits[2..4], digits[..2]);
        if (month is "00" || day is "00" || Number(month) > 12)
            return;
        string[] spelled =
        [
            day + month + year,
            year + month + day,
            day.TrimStart('0') + month.TrimStart('0') + year,
            day + month + year[2..],
            day.TrimStart('0') + month.TrimStart('0') + year[2..],
        ];
        foreach (var written in spelled.Where(s => s.Length >= 5))
            _digits.Add(written, IdentifierKind.BirthDate, Fit.OneNumber);
        var name = Months[Number(month) - 1];
        foreach (var word in new[] { name, name[..3] })
        {
            _both.Add(day + word + year, IdentifierKind.BirthDate, Fit.Whole);
            _both.Add(day.TrimStart('0') + word + year, IdentifierKind.BirthDate, Fit.Whole);
        }
    }

    // The words of a name: what stands between white space, tight.
    private static IEnumerable<string> Words(string name)
    {
        foreach (var part in name.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries))
        {
            var letters = Projection.Of(part).Letters.Symbols.ToString();
            if (letters.Length > 0)
                yield return letters;
        }
    }

    // What a name is made of where a hyphen or an apostrophe parts it.
    private static IEnumerable<string> Pieces(string name) => name.Split('-', '\'', '\u2019', '.', ',').SelectMany(Words);

    private static string Wide(string name)
    {
        var wide = Projection.Whole(name).Normalize(NormalizationForm.FormC);
        foreach (var (marked, letters) in new[] { ("ö", "oe"), ("ü", "ue"), ("ä", "ae"), ("å", "aa"), ("ø", "oe") })
            wide = wide.Replace(marked, letters, StringComparison.OrdinalIgnoreCase);
        return wide;
    }

    private static IEnumerable<string> Spellings(string name)
    {
        yield return name;
        foreach (var (two, one) in new[] { ("oe", "o"), ("ue", "u"), ("ae", "a"), ("aa", "a") })
        {
            if (name.Contains(two, StringComparison.Ordinal) && name.Length > 5)
                yield return name.Replace(two, one, StringComparison.Ordinal);
        }
    }

    private static int Number(string digits) => int.Parse(digits, NumberStyles.None, CultureInfo.InvariantCulture);

    private static string Digits(string text) => Projection.Of(text).Digits.Symbols.ToString();
}
