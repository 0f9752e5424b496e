using System.Text.Json;

namespace Exchange.Cli.Import;

/// <summary>
/// An object in a file that somebody else made: gives what is there, and remembers what is something else than it should be,
/// by its path and never by its value. What is absent or null is empty.
/// </summary>
internal readonly struct BrpObject
{
    private readonly JsonElement? _element;
    private readonly string _path;
    private readonly List<string> _faults;

    private BrpObject(JsonElement? element, string path, List<string> faults)
    {
        _element = element;
        _path = path;
        _faults = faults;
    }

    /// <summary>A person of the file.</summary>
    /// <param name="element">The element of the array.</param>
    /// <param name="faults">Takes what is wrong with it.</param>
    public static BrpObject Of(JsonElement element, List<string> faults) => From(element, "", faults);

    /// <summary>Whether there is anything here.</summary>
    public bool IsPresent => _element is not null;

    /// <summary>A text without the white space around it; empty when absent.</summary>
    public string Text(string name)
    {
        if (Member(name) is not { } value)
            return "";
        if (value.ValueKind == JsonValueKind.String && TryRead(value) is { } text)
            return text.Trim();
        _faults.Add($"{PathOf(name)} is not a text");
        return "";
    }

    /// <summary>An object; empty when absent.</summary>
    public BrpObject Object(string name) => From(Member(name), PathOf(name), _faults);

    /// <summary>The objects of an array; none when absent.</summary>
    public IEnumerable<BrpObject> Objects(string name)
    {
        if (Member(name) is not { } value)
            yield break;
        if (value.ValueKind != JsonValueKind.Array)
        {
            _faults.Add($"{PathOf(name)} is not a list");
            yield break;
        }

        foreach (var item in value.EnumerateArray())
            yield return From(item, PathOf(name), _faults);
    }

    /// <summary>Remembers that something is wrong with a member.</summary>
    public void Fault(string name, string description) => _faults.Add($"{PathOf(name)} {description}");

    private static BrpObject From(JsonElement? element, string path, List<string> faults)
    {
        switch (element?.ValueKind)
        {
            case null or JsonValueKind.Null or JsonValueKind.Undefined:
                return new BrpObject(null, path, faults);
            case JsonValueKind.Object:
                return new BrpObject(element, path, faults);
            default:
                faults.Add(path.Length == 0 ? "it is not an object" : $"{path} is not an object");
                return new BrpObject(null, path, faults);
        }
    }

    // JSON can spell half a character, which is no text.
    private static string? TryRead(JsonElement value)
    {
        try
        {
            return value.GetString();
        }
        catch (InvalidOperationException)
        {
            return null;
        }
    }

    private JsonElement? Member(string name)
    {
        if (_element is not { } element)
            return null;
        JsonElement? found = null;
        foreach (var property in element.EnumerateObject())
        {
            if (!property.NameEquals(name))
                continue;
            if (found is not null)
                _faults.Add($"{PathOf(name)} is there twice");
            found = property.Value;
        }

        return found is { ValueKind: not JsonValueKind.Null } ? found : null;
    }

    private string PathOf(string name) => _path.Length == 0 ? name : $"{_path}.{name}";
}
