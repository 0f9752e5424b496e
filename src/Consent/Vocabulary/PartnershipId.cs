using System.Buffers;

namespace Exchange.Consent;

/// <summary>
/// A partnership (<em>samenwerkingsverband</em>): the tenant. It has at most one covenant in force at a time, a log of its own,
/// and is the first parameter and the leading key column everywhere.
/// </summary>
public readonly record struct PartnershipId
{
    /// <summary>The longest identifier that is accepted, in characters.</summary>
    public const int MaxLength = 64;

    private static readonly SearchValues<char> Allowed = SearchValues.Create("abcdefghijklmnopqrstuvwxyz0123456789-");

    private readonly string? _value;

    /// <summary>Makes an identifier of lower-case letters, digits and hyphens.</summary>
    /// <exception cref="ArgumentException">The text is not such an identifier.</exception>
    public PartnershipId(string value)
    {
        if (!IsValid(value))
            throw new ArgumentException("A partnership is named with 1 to 64 lower-case letters, digits and hyphens.", nameof(value));
        _value = value;
    }

    /// <summary>The identifier as text; empty for the default value, which names no partnership.</summary>
    public string Value => _value ?? "";

    /// <summary>Whether a text can name a partnership.</summary>
    public static bool IsValid(string? value) =>
        value is { Length: > 0 and <= MaxLength }
        && !value.AsSpan().ContainsAnyExcept(Allowed);

    /// <inheritdoc/>
    public override string ToString() => Value;
}
