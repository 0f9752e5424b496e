using YamlDotNet.Core;
using YamlDotNet.Core.Events;

namespace Exchange.Consent;

/// <summary>
/// Reads YAML as a jurist reads it: one document of mappings, lists and single values. Anchors, aliases, tags and merge keys
/// would make the text say other things than it shows, and are mistakes; so is nesting that no covenant needs.
/// </summary>
internal sealed class YamlTree
{
    private const int MaxDepth = 16;

    private readonly IParser _parser;
    private readonly Mistakes _mistakes;

    private YamlTree(string text, Mistakes mistakes)
    {
        _parser = new Parser(new Scanner(new StringReader(text), skipComments: true));
        _mistakes = mistakes;
    }

    /// <summary>The mapping at the top, or null when the text is no YAML mapping; every reason is among the mistakes.</summary>
    public static YamlMap? Read(string text, Mistakes mistakes)
    {
        var tree = new YamlTree(text, mistakes);
        try
        {
            return tree.Document();
        }
        catch (YamlException e)
        {
            // The parser's messages carry no file content but for single characters and anchor names.
            mistakes.Add(PlaceOf(e.Start), $"This is not YAML: {e.Message} Look for a bracket or quote that is not closed, or for indentation that does not fit, here or just above.");
            return null;
        }
        catch (Exception e) when (e is InvalidOperationException or ArgumentException or FormatException or IndexOutOfRangeException)
        {
            // On some texts the parser fails instead of refusing (YamlDotNet 16.3: "[a: #" among others).
            mistakes.Add(PlaceOf(tree._parser.Current?.End ?? Mark.Empty), "This is not YAML from about here on.");
            return null;
        }
        catch (TooDeepException e)
        {
            mistakes.Add(e.Place, $"Nested deeper than {MaxDepth} levels; a covenant is not.");
            return null;
        }
    }

    private YamlMap? Document()
    {
        _parser.Consume<StreamStart>();
        if (_parser.Accept<StreamEnd>(out _))
        {
            _mistakes.Add(new Place(1, 1), "The file is empty.");
            return null;
        }

        _parser.Consume<DocumentStart>();
        var root = Node(0);
        _parser.Consume<DocumentEnd>();
        if (_parser.TryConsume<DocumentStart>(out var second))
            _mistakes.Add(PlaceOf(second.Start), "A second document: a covenant is one document.");

        if (root is YamlMap map)
            return map;
        _mistakes.Add(root.Place, $"A covenant is a mapping that starts with 'covenant:'; this is {root.Kind}.");
        return null;
    }

    private YamlNode Node(int depth)
    {
        var here = _parser.Current!;
        if (depth > MaxDepth)
            throw new TooDeepException(PlaceOf(here.Start));
        if (here is NodeEvent node)
            RefuseDecoration(node);

        if (_parser.TryConsume<Scalar>(out var scalar))
            return Text(scalar);
        if (_parser.TryConsume<SequenceStart>(out var list))
            return List(PlaceOf(list.Start), depth);
        if (_parser.TryConsume<MappingStart>(out var map))
            return Map(PlaceOf(map.Start), depth);

        var alias = _parser.Consume<AnchorAlias>();
        _mistakes.Add(PlaceOf(alias.Start), "An alias (*): write the value out, so that the text shows what it says.");
        return new YamlText(PlaceOf(alias.Start), "", Plain: true);
    }

    private YamlText Text(Scalar scalar)
    {
        var place = PlaceOf(scalar.Start);
        foreach (var rune in scalar.Value.EnumerateRunes())
        {
            if (rune.Value != '\n' && FileText.IsInvisible(rune))
                _mistakes.Add(place, $"An escape for an invisible character, U+{rune.Value:X4}. Remove it.");
        }

        return new YamlText(place, scalar.Value, scalar.Style == ScalarStyle.Plain);
    }

    private YamlList List(Place place, int depth)
    {
        var items = new List<YamlNode>();
        while (!_parser.TryConsume<SequenceEnd>(out _))
            items.Add(Node(depth + 1));
        return new YamlList(place, items);
    }

    private YamlMap Map(Place place, int depth)
    {
        var entries = new List<KeyValuePair<YamlText, YamlNode>>();
        var seen = new Dictionary<string, int>(StringComparer.Ordinal);
        while (!_parser.TryConsume<MappingEnd>(out _))
        {
            var key = Node(depth + 1);
            var value = Node(depth + 1);
            if (key is not YamlText { IsAbsent: false } text)
                _mistakes.Add(key.Place, $"A key is a word; this is {key.Kind}.");
            else if (text is { Value: "<<", Plain: true })
                _mistakes.Add(key.Place, "A merge key (<<): write the values out, so that the text shows what it says.");
            else if (!seen.TryAdd(text.Value, text.Place.Line))
                _mistakes.Add(key.Place, $"'{text.Value}' is here twice; the first is on line {seen[text.Value]}.");
            else
                entries.Add(new(text, value));
        }

        return new YamlMap(place, entries);
    }

    private void RefuseDecoration(NodeEvent node)
    {
        if (!node.Anchor.IsEmpty)
            _mistakes.Add(PlaceOf(node.Start), "An anchor (&): covenants have none, so that the text shows what it says.");
        if (!node.Tag.IsEmpty)
            _mistakes.Add(PlaceOf(node.Start), "A tag (!): covenants have none.");
    }

    private static Place PlaceOf(Mark mark) => new((int)mark.Line, (int)mark.Column);

    private sealed class TooDeepException(Place place) : Exception
    {
        public Place Place { get; } = place;
    }
}
