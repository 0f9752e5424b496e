namespace Exchange.Consent;

/// <summary>A list of codes that changes over the years. Its versions are lists of their own: no code is mapped from one to another.</summary>
/// <param name="Id">How fields refer to it.</param>
/// <param name="Versions">The plain codes of each version, in file order.</param>
public sealed record CodeList(string Id, IReadOnlyDictionary<string, IReadOnlyList<string>> Versions);

/// <summary>The version of a list that a field takes its codes from.</summary>
/// <param name="List">The list.</param>
/// <param name="Version">Its version.</param>
public sealed record CodeListVersion(string List, string Version)
{
    /// <summary>
    /// A code as it is contributed and kept: <c>2018:zorg</c>. With its version in it, a code can never be read as one of another
    /// version, however alike they look and whichever covenant is in force by then.
    /// </summary>
    public string Qualify(string code) => $"{Version}:{code}";
}
