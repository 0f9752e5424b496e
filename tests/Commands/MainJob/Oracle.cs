using System.Collections.Concurrent;
using Exchange.Consent;
using Exchange.Dossiers;

namespace Exchange.Commands.Tests.MainJob;

/// <summary>What should be answered, and what the log should say of it.</summary>
/// <param name="Refusal">The reason, or null when there is an answer.</param>
/// <param name="View">The level of the view.</param>
/// <param name="Sections">The sections of the answer, in order.</param>
/// <param name="Trail">What the log should say: for each kind of section the decision, how many are in the answer, and how many not.</param>
internal sealed record Expected(
    RefusalReason? Refusal, Level View, IReadOnlyList<ExpectedSection> Sections, IReadOnlyList<ExpectedKind> Trail);

internal sealed record ExpectedSection(string Category, string Source, Level Level, string? Article, IReadOnlyDictionary<string, FieldValue> Fields);

internal sealed record ExpectedKind(
    string Category, string Source, Secrecy Secrecy, Handling Handling, Level Level, string? Article, DecisionReason Reason, int Released, int Withheld);

/// <summary>
/// The answer to a situation by the rules of DESIGN §4 and §5, written down one after the other. It asks the covenant about one
/// section at a time and knows nothing of how the commands do it.
/// </summary>
internal sealed class Oracle(Covenant covenant, DateTimeOffset now, DateOnly meetingDay)
{
    private readonly DateOnly _today = AmsterdamCalendar.DayOf(now);
    private readonly ConcurrentDictionary<(string, string, bool, Relation, string, string, CaseState), (Level Highest, Level Ceiling)> _views = new();

    public Expected Answer(Situation asked, CaseState state, IReadOnlyList<(string Source, OfferedSection Section)> sections)
    {
        // The Meldpunt is a standing meeting of its members, with every signal on its agenda, and gives no aliases.
        if (asked.Forum == "meldpunt" && !covenant.Forums["meldpunt"].Members.Any(m => m.Partner == asked.Partner))
            return Refused(RefusalReason.MeetingNotFound);
        if (asked.Forum == "meldpunt" && (asked.ByAlias || state != CaseState.Signal))
            return Refused(RefusalReason.CaseNotFound);

        // For uitvraag the gateway asks sources; no caller reads a dossier for it, whatever the articles let a source learn.
        if (asked.Purpose == "uitvraag")
            return Refused(RefusalReason.CaseNotFound);

        // Nothing at all, whatever is stored: then there is no such case.
        var (highest, ceiling) = _views.GetOrAdd(
            (asked.Partner, asked.Role, asked.AllRoles, asked.Relation, asked.Forum, asked.Purpose, state), _ => ViewOf(asked, state));
        if (highest == Level.None)
            return Refused(RefusalReason.CaseNotFound);

        // One response, one view; who may not know who it is names the case by its alias.
        var view = ceiling is Level.Full or Level.Pseudonymised ? ceiling : Level.Anonymised;
        if (view == Level.Anonymised && !asked.ByAlias)
            return Refused(RefusalReason.CaseNotFound);

        var shown = new List<ExpectedSection>();
        var kinds = new List<ExpectedKind>();
        foreach (var (source, section) in sections)
        {
            var secrecy = section.SecrecyLiftedBecause.Length > 0 ? Secrecy.Lifted : Secrecy.NotLifted;
            var handling = HandlingOf(source, section, asked.Partner);
            var decision = section.KeepUntil < _today
                ? new Decision(Level.None, null, DecisionReason.Guard)
                : Decide(asked, state, section.Category, source, secrecy, handling);

            // What DESIGN says of every answer, whatever the covenant's table makes of one section.
            Assert.True(decision.Level <= view);
            if (view < Level.Full && source == asked.Partner)
                Assert.Equal(Level.None, decision.Level);

            var fields = decision.Level == Level.None
                ? new Dictionary<string, FieldValue>()
                : FieldsAt(decision.Level, covenant.Categories[section.Category], section.Content, asked.Forum is "none" or "meldpunt" ? _today : meetingDay);
            var isNewlyKnown = decision.Level == Level.Existence
                && !shown.Any(s => s.Level == Level.Existence && s.Category == section.Category && s.Source == source);
            var isShown = isNewlyKnown || (decision.Level > Level.Existence && fields.Count > 0);
            if (isShown)
                shown.Add(new ExpectedSection(section.Category, source, decision.Level, decision.Article, fields));
            kinds.Add(new ExpectedKind(
                section.Category, source, secrecy, handling, decision.Level, decision.Article, decision.Reason, isShown ? 1 : 0, isShown ? 0 : 1));
        }

        var trail = kinds
            .GroupBy(k => k with { Released = 0, Withheld = 0 })
            .Select(g => g.Key with { Released = g.Sum(k => k.Released), Withheld = g.Sum(k => k.Withheld) });
        return new Expected(null, view, shown, [.. trail]);
    }

    private static Expected Refused(RefusalReason reason) => new(reason, Level.None, [], []);

    /// <summary>The highest level that anything could have, and the highest of the identifying categories: the articles alone decide.</summary>
    private (Level Highest, Level Ceiling) ViewOf(Situation asked, CaseState state)
    {
        var highest = Level.None;
        var ceiling = Level.Full;
        foreach (var (id, category) in covenant.Categories)
        {
            var best = Level.None;
            foreach (var source in covenant.Partners.Keys)
            {
                foreach (var secrecy in Enum.GetValues<Secrecy>())
                {
                    var level = Decide(asked, state, id, source, secrecy, Handling.Open).Level;
                    best = level > best ? level : best;
                }
            }

            highest = best > highest ? best : highest;
            if (category.Identifying)
                ceiling = best < ceiling ? best : ceiling;
        }

        return (highest, ceiling);
    }

    private Decision Decide(Situation asked, CaseState state, string category, string source, Secrecy secrecy, Handling handling) =>
        covenant.Decide(new DecisionInput(
            asked.Partner,
            asked.Role,
            asked.AllRoles ? [.. covenant.Partners[asked.Partner].Roles] : [asked.Role],
            asked.Relation,
            asked.Forum,
            asked.Purpose,
            state,
            ConsentStatus.Absent,
            secrecy,
            handling,
            category,
            source,
            _today,
            Restriction.None));

    private Handling HandlingOf(string source, OfferedSection section, string recipient)
    {
        var wanted = section.Handling ?? covenant.Partners[source].Handling;
        if (wanted == Handling.Secret)
            return Handling.Secret;
        if (section.EmbargoUntil > now)
            return Handling.Embargo;
        return wanted == Handling.AskSource && recipient != source && !section.Recipients.Contains(recipient) ? Handling.AskSource : Handling.Open;
    }

    private Dictionary<string, FieldValue> FieldsAt(Level level, CategoryRule rule, SectionContent content, DateOnly day)
    {
        var left = new Dictionary<string, FieldValue>();
        foreach (var (name, value) in content.Fields)
        {
            var seen = level switch
            {
                Level.Full => value,
                Level.Pseudonymised => Pseudonymised(rule.Fields[name].Pseudonymised, value),
                Level.Anonymised => Anonymised(rule.Fields[name].Anonymised, value, day),
                _ => null,
            };
            if (seen is not null)
                left.Add(name, seen);
        }

        return left;
    }

    private FieldValue? Pseudonymised(Generalisation? rule, FieldValue value) => (rule, value) switch
    {
        (Generalisation.Keep, _) => value,
        (Generalisation.Year, DateValue date) => new DateValue(new PartialDate(date.Date.Year)),
        (Generalisation.Count, PersonsValue persons) => new CountValue(persons.Persons.Count),
        (Generalisation.District, AddressValue { Postcode.Length: 6 } address) => new DistrictValue(DistrictOf(address) ?? "elders"),
        (Generalisation.Redact, TextValue text) => Redacted(text),
        _ => null,
    };

    private FieldValue? Anonymised(Generalisation? rule, FieldValue value, DateOnly day) => (rule, value) switch
    {
        (Generalisation.Keep, _) => value,
        (Generalisation.AgeBand10, DateValue date) => AgeOf(date.Date, day),
        (Generalisation.District, AddressValue { Postcode.Length: 6 } address) =>
            new DistrictValue(DistrictOf(address) is null ? "elders" : "binnen het werkgebied"),
        (Generalisation.Redact, TextValue text) => Redacted(text),
        _ => null,
    };

    // The texts of the personas' dossiers are two sentences about one person.
    private static TextValue Redacted(TextValue text) => new(text.Text.EndsWith(Seen, StringComparison.Ordinal) ? SeenSentence : WorkSentence);

    /// <summary>What is left of every text of a persona's dossier.</summary>
    public const string SeenSentence = "[persoon 1], [BSN]" + Seen;

    /// <inheritdoc cref="SeenSentence"/>
    public const string WorkSentence = "Werk voor [persoon 1].";

    private const string Seen = ", is gezien.";

    private string? DistrictOf(AddressValue address) =>
        covenant.Districts.FirstOrDefault(d => d.Postcodes.Any(r => r.Contains(int.Parse(address.Postcode[..4], null))))?.Name;

    // Of every day on which the person can have been born, the same class, or none.
    private static AgeBandValue? AgeOf(PartialDate birth, DateOnly day)
    {
        var classes = new HashSet<AgeBandValue>();
        for (var born = birth.Earliest; born <= birth.Latest; born = born.AddDays(1))
        {
            var age = day.Year - born.Year;
            if (born.AddYears(age) > day)
                age--;
            classes.Add(age < 18 ? new(0, 17) : age < 30 ? new(18, 29) : age < 50 ? new(30, 49) : new(50, null));
        }

        return classes.Count == 1 ? classes.First() : null;
    }
}
