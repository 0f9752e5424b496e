using System.Text.RegularExpressions;

namespace Exchange.GrpcTests.References;

/// <summary>A type in a signature, spelled out so that equal text means equal type.</summary>
/// <param name="Text">The spelling; generic parameters are !0 (of the type) and !!0 (of the method).</param>
internal sealed partial record TypeText(string Text)
{
    /// <summary>The type without generic arguments, when it has a name of its own.</summary>
    public string? Definition { get; init; }

    public IReadOnlyList<string> Arguments { get; init; } = [];

    public override string ToString() => Text;

    /// <summary>A signature of a generic type with the arguments of one use of it filled in.</summary>
    public string FillIn(string signature) => TypeParameter().Replace(
        signature, match => Arguments.Count == 0 ? match.Value : Arguments[int.Parse(match.Groups[1].ValueSpan)]);

    [GeneratedRegex(@"(?<!!)!(\d+)")]
    private static partial Regex TypeParameter();
}
