using System.Globalization;

namespace Exchange.Audit;

/// <summary>Where things lie in an export: the layout of C2SP tlog-tiles (https://c2sp.org/tlog-tiles).</summary>
public static class TilePath
{
    /// <summary>The hashes of a full tile, and the entries of a full bundle.</summary>
    public const int Width = 256;

    /// <summary>The levels of the tree that a tile stands over.</summary>
    public const int Height = 8;

    // A size has 63 bits; shifting by more would begin anew.
    private const int MaxLevels = 8;

    /// <summary>The signed head.</summary>
    public const string Checkpoint = "checkpoint";

    /// <summary>A tile of hashes.</summary>
    /// <param name="level">Its level: its hashes are those of complete subtrees of 256^level entries.</param>
    /// <param name="index">Its place within the level.</param>
    /// <param name="width">How many hashes it has: 1 to 256.</param>
    public static string OfTile(int level, long index, int width) => string.Create(CultureInfo.InvariantCulture, $"tile/{level}/{Place(index, width)}");

    /// <summary>A bundle of entries.</summary>
    /// <inheritdoc cref="OfTile" path="/param"/>
    public static string OfEntries(long index, int width) => $"tile/entries/{Place(index, width)}";

    /// <summary>How many hashes the last, partial tile of a level has; 0 when there is none.</summary>
    public static int PartialWidth(int level, long size) => (int)((size >> (Height * level)) & (Width - 1));

    /// <summary>The levels that a tree of a size has tiles at.</summary>
    internal static int Levels(long size)
    {
        var levels = 0;
        while (levels < MaxLevels && size >> (Height * levels) > 0)
            levels++;
        return levels;
    }

    private static string Place(long index, int width)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(index);
        ArgumentOutOfRangeException.ThrowIfLessThan(width, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(width, Width);
        var path = string.Create(CultureInfo.InvariantCulture, $"{index % 1000:000}");
        while ((index /= 1000) > 0)
            path = string.Create(CultureInfo.InvariantCulture, $"x{index % 1000:000}/{path}");
        return width == Width ? path : string.Create(CultureInfo.InvariantCulture, $"{path}.p/{width}");
    }
}
