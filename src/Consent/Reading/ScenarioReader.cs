using System.Collections.ObjectModel;

namespace Exchange.Consent;

/// <summary>Reads the scenarios.</summary>
internal sealed class ScenarioReader(Names names, Mistakes mistakes)
{
    public IReadOnlyList<Scenario> Read(MapReader top, DateOnly firstDay)
    {
        var scenarios = new List<Scenario>();
        var maps = Sequence.Of(top, "scenarios", required: false, mistakes);
        foreach (var map in maps)
        {
            var name = map.Text("name");
            var given = Given(map, firstDay);
            var expect = Expect(map);
            map.Done();
            if (name is not null && given is not null)
                scenarios.Add(new Scenario(name, given, expect, map.Place.Line));
        }

        if (maps.Count > Limits.Scenarios)
            mistakes.Add(top.PlaceOf("scenarios"), $"More than {Limits.Scenarios} scenarios; a covenant has fewer.");
        return scenarios;
    }

    private DecisionInput? Given(MapReader map, DateOnly firstDay)
    {
        if (map.Map("given", required: true) is not { } given)
            return null;
        var role = given.Reference("role", "role", names.Roles, required: false);
        var roles = given.References("roles", "role", names.Roles);
        var input = new DecisionInput(
            Partner: given.Reference("partner", "partner", names.Partners, required: false),
            Role: role,
            Roles: Token(role, roles),
            Relation: given.Word<Relation>("relation", required: false),
            Forum: given.Reference("forum", "forum", names.ForumsAndNone, required: false),
            Purpose: given.Reference("purpose", "purpose", names.Purposes, required: false),
            Case: given.Word<CaseState>("case", required: false),
            Consent: given.Word<ConsentStatus>("consent", required: false) ?? ConsentStatus.Absent,
            Secrecy: given.Word<Secrecy>("secrecy", required: false) ?? Secrecy.NotLifted,
            Handling: given.Word<Handling>("handling", required: false) ?? Handling.Open,
            Category: null,
            Source: given.Reference("source", "partner", names.Partners, required: false),
            Date: given.Day("date", required: false) ?? firstDay,
            Restriction: Restriction.None,
            Minor: given.Word<Minority>("minor", required: false));
        given.Done();
        return input;
    }

    /// <summary>The token holds the acting role and whatever <c>roles</c> adds.</summary>
    private static IReadOnlyCollection<string>? Token(string? role, IReadOnlySet<string>? more) =>
        role is null ? more : more is null ? [role] : [role, .. more.Where(other => other != role)];

    private ReadOnlyDictionary<string, Level> Expect(MapReader map)
    {
        var levels = new OrderedDictionary<string, Level>(StringComparer.Ordinal);
        if (map.Map("expect", required: true, "'expect'") is { } expect)
        {
            foreach (var category in names.Categories)
            {
                if (expect.Word<Level>(category, required: false) is { } level)
                    levels[category] = level;
            }

            expect.Done();
        }

        return new ReadOnlyDictionary<string, Level>(levels);
    }
}
