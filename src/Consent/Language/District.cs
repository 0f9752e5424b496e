namespace Exchange.Consent;

/// <summary>A part of town by postcode digits: what is left of an address under <see cref="Generalisation.District"/>.</summary>
/// <param name="Name">What it is called.</param>
/// <param name="Postcodes">The ranges of the four digits that belong to it.</param>
public sealed record District(string Name, IReadOnlyList<PostcodeRange> Postcodes);

/// <summary>A range of postcode digits.</summary>
/// <param name="First">The first, 1000 to 9999.</param>
/// <param name="Last">The last, inclusive; not below <paramref name="First"/>.</param>
public readonly record struct PostcodeRange(int First, int Last)
{
    /// <summary>Whether the four digits lie in the range.</summary>
    public bool Contains(int postcode) => First <= postcode && postcode <= Last;
}
