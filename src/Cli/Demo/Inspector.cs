using System.Security.Cryptography;
using System.Text;
using Exchange.Audit.V1;
using Exchange.Cli.Call;
using Exchange.Consent;
using Exchange.Disclosure;
using Exchange.Dossiers;
using Exchange.V1;
using CaseState = Exchange.Consent.CaseState;
using Level = Exchange.Consent.Level;

namespace Exchange.Cli.Demo;

/// <summary>
/// Looks at what came back and at the log's entry, and says everything that is not as it should be: (1) the kind of answer,
/// (2) each section against the covenant, (3) how many other people fit anonymised values, (4) that nothing leaks, (5) the entry, (6) the
/// HMAC of the exact bytes.
/// </summary>
internal sealed class Inspector(
    DemoGateway demo, Step step, Answer? answer, RefusalDetails? refusal, IReadOnlyList<LoggedEntry> entries)
{
    private readonly List<string> _wrong = [];

    public Act Inspect()
    {
        var response = answer?.Message as GetBasisdossierResponse;
        var sections = response is null ? [] : SectionsOf(response);
        var logged = entries.Count == 1 ? entries[0] : null;
        var hmac = logged is not null && HmacMatches(logged.Entry);
        (int Values, int Others)? fit = null;
        switch (step.Expected)
        {
            case Expected.Released expected when response is not null:
                CheckView(expected, response, sections);
                fit = CheckLookAlikes(sections);
                CheckLeaks(expected);
                break;
            case Expected.Released:
                Wrong($"a {step.Expected} was expected, but it was refused: {refusal!.Reason}");
                break;
            case Expected.Refused expected:
                if (refusal?.Reason != expected.Reason)
                    Wrong($"{expected.Reason} was expected, but {refusal?.Reason ?? "a view"} came back");
                break;
        }

        if (logged is null)
            Wrong($"one entry was expected on the log, but there are {entries.Count}");
        else
            CheckEntry(logged.Entry, sections, hmac);
        return new Act(step, response, sections, refusal, logged, hmac, _wrong) { Fit = fit };
    }

    private List<SeenSection> SectionsOf(GetBasisdossierResponse response) =>
    [
        .. response.Sections.Select(section => new SeenSection(
            section.Category,
            section.Source,
            Words.Of(LevelOf(section.Level)),
            section.Article,
            ProtoText.FieldsOf(section),
            step.About.Dossier.Sections
                .Where(s => s.Source == section.Source && s.Section.Category == section.Category)
                .Max(s => (int?)s.Section.Content.Fields.Count) ?? 0)),
    ];

    private void CheckView(Expected.Released expected, GetBasisdossierResponse response, IReadOnlyList<SeenSection> sections)
    {
        if (LevelOf(response.View) != expected.View)
            Wrong($"the view is {Words.Of(LevelOf(response.View))} instead of {Words.Of(expected.View)}");
        var reference = expected.View == Level.Full ? response.CaseId == step.About.Case.Id.Value : response.Alias == step.At?.Alias;
        if (!reference)
            Wrong("the case is known by another name than it should be");
        foreach (var (category, level, article) in expected.Shown)
        {
            if (!sections.Any(s => s.Category == category && s.Level == Words.Of(level) && s.Article == article))
                Wrong($"{category} is not there at level {Words.Of(level)} by article {article}");
        }

        foreach (var category in expected.Absent.Where(category => sections.Any(s => s.Category == category)))
            Wrong($"{category} is there and should not be");

        var wanted = WantedSections(expected).Order(StringComparer.Ordinal).ToList();
        var seen = sections.Select(WithoutValues).OfType<SeenSection>().Select(Line).Order(StringComparer.Ordinal).ToList();
        foreach (var line in wanted.Except(seen))
            Wrong($"missing: {line}");
        foreach (var line in seen.Except(wanted))
            Wrong($"too much: {line}");
        if (wanted.Count != seen.Count)
            Wrong($"{wanted.Count} sections were expected, and {seen.Count} came back");

        static string Line(SeenSection s) => Describe(s.Category, s.Source, s.Level, s.Article, s.Fields.Select(f => f.Name));
    }

    // What the covenant makes of the dossier as it was taken over, section by section.
    private IEnumerable<string> WantedSections(Expected.Released expected)
    {
        var covenant = demo.Covenant;
        var now = demo.Time.GetUtcNow();
        var view = covenant.Open(new CallerContext(
            step.Caller.Partner,
            step.Caller.Role,
            [step.Caller.Role],
            expected.Relation,
            step.At?.Forum ?? Consent.DecisionInput.NoForum,
            step.Purpose,
            CaseState.Active,
            ConsentStatus.Absent,
            demo.Today,
            Restriction.None));
        foreach (var (source, offered) in step.About.Dossier.Sections)
        {
            var section = new Section
            {
                Id = default,
                Category = offered.Category,
                Source = source,
                Ground = offered.Ground,
                Handling = offered.Handling ?? covenant.Partners[source].Handling,
                Recipients = offered.Recipients,
                EmbargoUntil = offered.EmbargoUntil,
                Secrecy = offered.SecrecyLiftedBecause.Length > 0 ? Secrecy.Lifted : Secrecy.NotLifted,
                KeepUntil = offered.KeepUntil,
                EncryptedContent = default,
            };
            var decision = view.Decide(section.Category, source, section.Secrecy, section.HandlingFor(step.Caller.Partner, step.Purpose, now));
            if (decision.Level == Level.None)
                continue;
            // The tour's meetings are so near that nobody passes into another class of ages before them.
            // Of texts it is looked at that they are there; CheckLeaks looks at what they say.
            var texts = offered.Content.Fields.Keys.ToDictionary(name => name, _ => "");
            var seen = Discloser.Apply(covenant.Categories[section.Category], decision.Level, offered.Content, demo.Today, covenant.Districts, texts);
            if (decision.Level == Level.Anonymised && covenant.ReleaseGate is not null)
                seen = CaseTexts.OnlyIn(covenant.Categories[section.Category], seen);
            if (!seen.Fields.IsEmpty)
                yield return Describe(section.Category, source, Words.Of(decision.Level), decision.Article ?? "", seen.Fields.Keys);
        }
    }

    // Which anonymised values are left, the register decides and no covenant: of those it is looked at how many people fit them.
    private SeenSection? WithoutValues(SeenSection section)
    {
        if (section.Level != Words.Of(Level.Anonymised) || demo.Covenant.ReleaseGate is null)
            return section;
        var texts = section.Fields.Where(f => IsText(section, f.Name)).ToList();
        return texts.Count == 0 ? null : section with { Fields = texts };
    }

    private bool IsText(SeenSection section, string field) => demo.Covenant.Categories[section.Category].Fields[field].Type == FieldType.FreeText;

    private (int Values, int Others)? CheckLookAlikes(IReadOnlyList<SeenSection> sections)
    {
        var anonymised = sections.Where(s => s.Level == Words.Of(Level.Anonymised)).ToList();
        if (demo.Covenant.ReleaseGate is not { } gate || anonymised.Count == 0)
            return null;
        var values = anonymised.SelectMany(s => s.Fields.Where(f => !IsText(s, f.Name)).Select(f => (s.Category, s.Source, f.Name, f.Value))).ToList();
        foreach (var (category, _, field, _) in values.Where(v => demo.Covenant.Categories[v.Category].Fields[v.Name].Anonymised is null))
            Wrong($"{category}.{field} is there, of which the covenant leaves nothing anonymised");
        var others = OthersWhoFit.Count(demo, step.About.Dossier, values);
        if (values.Count > 0 && others < gate.K)
            Wrong($"only {others} other people fit what is left, and the covenant wants {gate.K}");
        return (values.Count, others);
    }

    private static string Describe(string category, string source, string level, string article, IEnumerable<string> fields) =>
        $"{category} of {source}, {level} by {article}: {string.Join(' ', fields.Order(StringComparer.Ordinal))}";

    // Below a full view nothing in the bytes may name the person, the case or a section.
    private void CheckLeaks(Expected.Released expected)
    {
        if (expected.View == Level.Full || answer is null)
            return;
        var text = Encoding.UTF8.GetString(answer.Bytes.Span);
        var (person, about) = (step.About.Dossier.Person, step.About);
        string[] identifiers =
        [
            person.FirstName, person.Surname, person.Bsn, person.Address.Street, person.Address.Postcode, about.Case.Id.Value, about.Case.Subject.Value,
        ];
        if (identifiers.Any(i => text.Contains(i, StringComparison.OrdinalIgnoreCase)))
            Wrong("an identifier is in the bytes that left");
    }

    private void CheckEntry(Entry entry, IReadOnlyList<SeenSection> sections, bool hmac)
    {
        var refused = step.Expected as Expected.Refused;
        if (entry.Outcome != (refused is null ? Outcome.Released : Outcome.Refused))
            Wrong($"the entry's outcome is {entry.Outcome}");
        if (entry.Reason != (refused?.Reason ?? ""))
            Wrong("the entry gives another reason");
        if (entry.Caller?.Controller != demo.ControllerOf(step.Caller))
            Wrong("the entry names another controller");
        if (!entry.CovenantDigest.Span.SequenceEqual(demo.Covenant.Digest.Span))
            Wrong("the entry names another covenant");
        if (refused is null != hmac)
            Wrong(refused is null ? "the HMAC on the log is not of what came back" : "the entry holds the HMAC of something");
        if (refused is not null)
            return;
        foreach (var section in sections)
        {
            if (!entry.Decisions.Any(d => d.Category == section.Category && d.Source == section.Source && d.Level == section.Level
                && d.Article == section.Article && d.Released > 0))
            {
                Wrong($"the entry does not tell of {section.Category} of {section.Source}");
            }
        }

        if (entry.Decisions.Sum(d => d.Released) != sections.Count)
            Wrong("the entry tells of another number of sections");
    }

    private bool HmacMatches(Entry entry) =>
        answer is { Nonce.Length: > 0 }
        && CryptographicOperations.FixedTimeEquals(HMACSHA256.HashData(answer.Nonce.Span, answer.Bytes.Span), entry.ResponseHmac.Span);

    private void Wrong(string what) => _wrong.Add($"{step.Title}: {what}");

    // The contract's levels begin where the covenant's "none" is not.
    private static Level LevelOf(V1.Level level) => (Level)(byte)level;
}
