using System.Globalization;
using Exchange.Consent;
using Exchange.Dossiers;

namespace Exchange.Disclosure;

/// <summary>Addresses as areas, by the four digits of a Dutch postcode and the covenant's table.</summary>
internal static class Areas
{
    /// <summary>The area of every Dutch postcode that is not in the covenant's table.</summary>
    public const string Elsewhere = "elders";

    /// <summary>In anonymised views, the area of every postcode that is.</summary>
    public const string WorkingArea = "binnen het werkgebied";

    /// <summary>The district of an address; null without a Dutch postcode or without a table.</summary>
    public static DistrictValue? Of(AddressValue address, IReadOnlyList<District> districts) =>
        Find(address, districts, out var district) ? new DistrictValue(district?.Name ?? Elsewhere) : null;

    /// <summary>Whether an address lies within the working area; null without a Dutch postcode or without a table.</summary>
    public static DistrictValue? CoarseOf(AddressValue address, IReadOnlyList<District> districts) =>
        Find(address, districts, out var district) ? new DistrictValue(district is null ? Elsewhere : WorkingArea) : null;

    private static bool Find(AddressValue address, IReadOnlyList<District> districts, out District? district)
    {
        district = null;
        if (districts.Count == 0 || !Postcode.IsValid(address.Postcode))
            return false;
        var digits = int.Parse(address.Postcode.AsSpan(0, 4), NumberStyles.None, CultureInfo.InvariantCulture);
        district = districts.FirstOrDefault(d => d.Postcodes.Any(range => range.Contains(digits)));
        return true;
    }
}
