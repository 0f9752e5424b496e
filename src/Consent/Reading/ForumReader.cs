using System.Collections.Frozen;

namespace Exchange.Consent;

/// <summary>Reads forums and who belongs to them.</summary>
internal sealed class ForumReader(Names names, Mistakes mistakes)
{
    private const int LongestPreparation = 366;

    public Forum Forum(string id, MapReader map)
    {
        var circle = map.Word<Circle>("circle", required: false);
        var prepareDays = map.Number("prepareDays", 0, LongestPreparation, required: false) ?? 0;
        var members = new List<MemberEntry>();
        foreach (var item in map.Items("members", mappings: true) ?? [])
        {
            if (Member(id, item) is { } member)
                members.Add(member);
        }

        return new Forum(id, circle, members, prepareDays);
    }

    private MemberEntry? Member(string forum, YamlNode item)
    {
        switch (item)
        {
            case YamlText partner:
                if (names.Partners.Contains(partner.Value))
                    return new MemberEntry(partner.Value, null, null);
                mistakes.Add(item.Place, $"Forum '{forum}': this covenant has no partner '{MapReader.Shown(partner.Value)}'.{Suggestion.For(partner.Value, names.Partners)}");
                return null;
            case YamlMap { Entries.Count: 1 } entry:
                return ByRoleOrRelation(forum, entry);
            default:
                mistakes.Add(item.Place, $"A member of forum '{forum}' is a partner, {{ role: … }} or {{ relation: [ … ] }}, one of them.");
                return null;
        }
    }

    private MemberEntry? ByRoleOrRelation(string forum, YamlMap entry)
    {
        var map = new MapReader(entry, $"a member of forum '{forum}'", mistakes);
        var roles = map.References("role", "role", names.Roles);
        var relations = map.Words<Relation>("relation");
        map.Done();
        if (relations is not null && relations.Contains(Relation.Backup))
            mistakes.Add(map.PlaceOf("relation"), BackupIsNone);
        return roles is { Count: > 0 } || relations is { Count: > 0 } ? new MemberEntry(null, roles, relations?.ToFrozenSet()) : null;
    }

    /// <summary>Why no condition can name a backup.</summary>
    public const string BackupIsNone = "A backup counts as none until activated, then as duo: name one of these.";
}
