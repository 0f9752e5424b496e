using System.Collections.ObjectModel;
using System.Security.Cryptography;

namespace Exchange.Consent;

/// <summary>From bytes to a covenant: (1) text, (2) tree, (3) names, (4) parts, (5) the compiled table, (6) what looks unmeant.</summary>
internal sealed class CovenantReader
{
    private readonly Mistakes _mistakes = new();
    private readonly Names _names = new();

    public static CovenantReading Read(ReadOnlySpan<byte> bytes) => new CovenantReader().ReadAll(bytes);

    private CovenantReading ReadAll(ReadOnlySpan<byte> bytes)
    {
        // 1 and 2
        if (FileText.Decode(bytes, _mistakes) is not { } text || YamlTree.Read(text, _mistakes) is not { } tree)
            return _mistakes.Reading(null);

        var top = new MapReader(tree, "the covenant", _mistakes);

        // The authors' order first, so that a suggestion for a mistyped key knows them all.
        var header = new HeaderReader(top, _mistakes).Read();

        // 3
        var controllers = Definitions(top, "controllers", _names.Controllers, required: true, Limits.Controllers);
        var purposes = PurposeNames(top);
        var forums = Definitions(top, "forums", _names.Forums, required: false, Limits.Forums);
        var categories = Definitions(top, "categories", _names.Categories, required: true, Limits.Categories);
        var partners = Definitions(top, "partners", _names.Partners, required: true, Limits.Partners);

        // 4
        var signatories = top.References("signatories", "controller", _names.Controllers);
        var partiesReader = new PartiesReader(_names, _mistakes);
        var codeLists = new CodeListReader(_mistakes).Read(top);
        var grounds = new GroundReader(_names, _mistakes).Read(top);
        var (knownPartners, knownCategories) = (Read(partners, partiesReader.Partner), Read(categories, new CategoryReader(codeLists, _mistakes).Category));
        var rules = new GroundRules(grounds, knownCategories, knownPartners, _names, _mistakes);
        rules.CheckCategories(top);
        var covenant = new CovenantParts
        {
            Header = header,
            Digest = SHA256.HashData(bytes),
            Controllers = Read(controllers, partiesReader.Controller),
            Partners = knownPartners,
            Purposes = purposes,
            Forums = Read(forums, new ForumReader(_names, _mistakes).Forum),
            Categories = knownCategories,
            BreakGlass = new BreakGlassReader(_names, _mistakes).Read(top),
            CodeLists = codeLists,
            Grounds = grounds,
            Districts = new DistrictReader(_mistakes).Read(top),
            Articles = new ArticleReader(_names, header, rules, _mistakes).Read(top),
            Scenarios = new ScenarioReader(_names, _mistakes).Read(top, header.From),
            Invariants = new InvariantReader(_names, _mistakes).Read(top),
            Signatories = signatories is null ? [] : [.. signatories.Order(StringComparer.Ordinal)],
        };
        top.Done();
        if (_mistakes.Any)
            return _mistakes.Reading(null);

        // 5
        if (Compiler.Compile(covenant, out var tooMany) is not { } table)
        {
            _mistakes.Add(top.Place, $"The covenant distinguishes more situations than can be compiled to a table. {tooMany} Join or simplify articles.");
            return _mistakes.Reading(null);
        }

        // 6
        new UnmeantReader(covenant, table, top, _mistakes).Warn();
        return _mistakes.Reading(new Covenant(covenant, table));
    }

    /// <summary>The entries of a part that defines names, each with its name.</summary>
    private List<(string Name, MapReader Map)> Definitions(MapReader top, string key, HashSet<string> names, bool required, int most)
    {
        var what = key == "categories" ? "category" : key[..^1];
        var found = new List<(string, MapReader)>();
        foreach (var (name, value) in top.Entries(key, required))
        {
            names.Add(name.Value);
            if (!Names.IsName(name.Value))
                _mistakes.Add(name.Place, $"'{MapReader.Shown(name.Value)}' is no name for a {what}: a letter, then letters, digits, '-' or '_', at most 64.");
            else if (key == "forums" && name.Value == DecisionInput.NoForum)
                _mistakes.Add(name.Place, "'none' means no meeting, and is no name for a forum.");
            if (value is YamlMap { Entries.Count: > 0 } map)
                found.Add((name.Value, new MapReader(map, $"{what} '{MapReader.Shown(name.Value)}'", _mistakes, name.Place)));
            else
                _mistakes.Add(value.Place, $"{what} '{MapReader.Shown(name.Value)}' is a mapping with at least one key; this is {value.Kind}.");
        }

        if (found.Count > most)
            _mistakes.Add(top.PlaceOf(key), $"More than {most} {key}; a covenant has fewer.");
        if (key == "partners")
            NoteRoles(found);
        return found;
    }

    /// <summary>Roles have no part of their own: those that some partner may assert are the covenant's.</summary>
    private void NoteRoles(List<(string Name, MapReader Map)> partners)
    {
        foreach (var (_, partner) in partners)
        {
            var roles = partner.Optional("roles") is YamlList list ? list.Items : [.. new[] { partner.Optional("roles") }.OfType<YamlNode>()];
            foreach (var role in roles.OfType<YamlText>())
                _names.Roles.Add(role.Value);
        }
    }

    private List<string> PurposeNames(MapReader top)
    {
        var purposes = new List<string>();
        foreach (var item in top.Items("purposes", required: true) ?? [])
        {
            if (item is YamlText text && Names.IsName(text.Value))
            {
                if (_names.Purposes.Add(text.Value))
                    purposes.Add(text.Value);
            }
            else
            {
                _mistakes.Add(item.Place, "A purpose is a name: a letter, then letters, digits, '-' or '_', at most 64.");
            }
        }

        if (purposes.Count > Limits.Purposes)
            _mistakes.Add(top.PlaceOf("purposes"), $"More than {Limits.Purposes} purposes; a covenant has fewer.");
        return purposes;
    }

    private static ReadOnlyDictionary<string, T> Read<T>(List<(string Name, MapReader Map)> definitions, Func<string, MapReader, T?> read)
        where T : class
    {
        var result = new OrderedDictionary<string, T>(StringComparer.Ordinal);
        foreach (var (name, map) in definitions)
        {
            var value = read(name, map);
            map.Done();
            if (value is not null)
                result[name] = value;
        }

        return new ReadOnlyDictionary<string, T>(result);
    }
}
