namespace Exchange.Cli.Pki;

/// <summary>An organisation to make a development identity for.</summary>
/// <param name="Name">Its short name, as in the covenant; also of its files: a letter, then letters, digits, hyphens and underscores.</param>
/// <param name="Oin">Its number of 20 digits.</param>
internal sealed record DevController(string Name, string Oin)
{
    private const int LongestName = 64;

    /// <summary>What is wrong with these together, as a sentence; null when they can be used.</summary>
    public static string? Fault(IReadOnlyCollection<DevController> controllers)
    {
        if (controllers.Count == 0) return "Name at least one organisation: --covenant FILE, or --partner name=OIN.";
        foreach (var (name, oin) in controllers)
        {
            if (!IsName(name))
                return $"The name '{name}' must be a letter, then letters, digits, hyphens and underscores, 64 in all at most.";
            if (!Gateway.Identity.Oin.IsWellFormed(oin)) return $"The OIN of '{name}' must be 20 digits.";
        }
        if (controllers.DistinctBy(controller => controller.Name, StringComparer.OrdinalIgnoreCase).Count() < controllers.Count)
            return "Each name may occur once, whatever its case: it names files.";
        if (controllers.DistinctBy(controller => controller.Oin).Count() < controllers.Count)
            return "Each OIN may occur once: an organisation has one token issuer.";
        return null;
    }

    /// <summary>Whether this can be a name; then it is also safe in a path.</summary>
    public static bool IsName(string name) =>
        name.Length is > 0 and <= LongestName && char.IsAsciiLetter(name[0])
        && name.All(character => char.IsAsciiLetterOrDigit(character) || character is '-' or '_');
}
