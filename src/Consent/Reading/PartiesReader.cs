using System.Collections.Frozen;

namespace Exchange.Consent;

/// <summary>Reads controllers and partners.</summary>
internal sealed class PartiesReader(Names names, Mistakes mistakes)
{
    private readonly Dictionary<string, string> _oins = new(StringComparer.Ordinal);

    public Controller? Controller(string id, MapReader map)
    {
        var name = map.Text("name");
        var oin = map.Text("oin");
        if (oin is not null && !(oin.Length == 20 && oin.All(char.IsAsciiDigit)))
        {
            mistakes.Add(map.PlaceOf("oin"), $"The OIN of controller '{id}' is 20 digits, in quotes.");
            oin = null;
        }

        if (oin is not null && !_oins.TryAdd(oin, id))
            mistakes.Add(map.PlaceOf("oin"), $"Controller '{id}' has the OIN of '{_oins[oin]}': one legal body is one controller, with several partners if need be.");
        return name is null || oin is null ? null : new Controller(id, name, oin);
    }

    public Partner? Partner(string id, MapReader map)
    {
        var name = map.Text("name", required: false);
        var controller = map.Reference("controller", "controller", names.Controllers, required: true);
        var circle = map.Word<Circle>("circle", required: true);
        var kinds = map.Words<PartnerKind>("kinds");
        var roles = Roles(id, map);
        var handling = map.Word<Handling>("handling", required: false);
        if (handling is Handling.Embargo or Handling.Secret)
            mistakes.Add(map.PlaceOf("handling"), "A partner's own handling is open or askSource; embargo and secret belong to single sections.");
        return controller is null || circle is null || roles is null
            ? null
            : new Partner(id, name ?? id, controller, circle.Value, kinds ?? FrozenSet<PartnerKind>.Empty, roles, handling ?? Handling.Open);
    }

    private FrozenSet<string>? Roles(string id, MapReader map)
    {
        if (map.Items("roles", required: true) is not { } items)
            return null;
        var roles = new List<string>();
        foreach (var item in items)
        {
            if (item is YamlText text && Names.IsName(text.Value))
                roles.Add(text.Value);
            else
                mistakes.Add(item.Place, $"A role of partner '{id}' is a name: a letter, then letters, digits, '-' or '_', at most 64.");
        }

        if (roles.Count > Limits.RolesOfOnePartner)
            mistakes.Add(map.PlaceOf("roles"), $"More than {Limits.RolesOfOnePartner} roles of one partner; a covenant has fewer.");
        return roles.ToFrozenSet(StringComparer.Ordinal);
    }
}
