using System.Collections.ObjectModel;

namespace Exchange.Consent;

/// <summary>Reads the legal grounds and the directions in which they carry data.</summary>
internal sealed class GroundReader(Names names, Mistakes mistakes)
{
    private const int LongestGround = 200;

    public IReadOnlyDictionary<string, Ground> Read(MapReader top)
    {
        var grounds = new OrderedDictionary<string, Ground>(StringComparer.Ordinal);
        var entries = top.Entries("grounds", required: false);
        foreach (var (name, value) in entries)
        {
            var id = name.Value.Trim();
            names.Grounds.Add(id);
            if (id.Length is 0 or > LongestGround)
                mistakes.Add(name.Place, $"A ground is called by its wording, such as 'Wpg art. 16', at most {LongestGround} characters.");
            if (value is YamlMap { Entries.Count: > 0 } map)
                grounds[id] = One(id, new MapReader(map, $"ground '{MapReader.Shown(id)}'", mistakes));
            else
                mistakes.Add(value.Place, $"Ground '{MapReader.Shown(id)}' is a mapping that says what it 'carries'; this is {value.Kind}.");
        }

        if (entries.Count > Limits.Grounds)
            mistakes.Add(top.PlaceOf("grounds"), $"More than {Limits.Grounds} grounds; a covenant has fewer.");
        return new ReadOnlyDictionary<string, Ground>(grounds);
    }

    private Ground One(string id, MapReader map)
    {
        var title = map.Text("title", required: false);
        var special = map.Words<SpecialData>("special");
        var reaches = new List<GroundReach>();
        var entries = Sequence.Of(map, "carries", required: true, mistakes, $"what ground '{MapReader.Shown(id)}' carries");
        foreach (var entry in entries.Take(Limits.ReachesOfOneGround))
        {
            if (Reach(entry) is { } reach)
                reaches.Add(reach);
        }

        if (entries.Count > Limits.ReachesOfOneGround)
            mistakes.Add(map.PlaceOf("carries"), $"More than {Limits.ReachesOfOneGround} entries of one ground; a covenant has fewer.");

        map.Done();
        return new Ground(id, title ?? "", special ?? new HashSet<SpecialData>(), reaches);
    }

    private GroundReach? Reach(MapReader entry)
    {
        var categories = entry.References("categories", "category", names.Categories, required: true);
        var from = entry.References("from", "partner", names.Partners);
        IReadOnlySet<string>? partners = null;
        IReadOnlySet<Circle>? circles = null;
        IReadOnlySet<PartnerKind>? kinds = null;
        if (entry.Map("to", required: false) is { } to)
        {
            partners = to.References("partner", "partner", names.Partners);
            circles = to.Words<Circle>("circle");
            kinds = to.Words<PartnerKind>("kind");
            to.Done();
        }

        entry.Done();
        return categories is null ? null : new GroundReach(categories, from, partners, circles, kinds);
    }
}
