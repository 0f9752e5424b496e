namespace Exchange.Audit;

/// <summary>An export, wherever it lies: a folder, or a server.</summary>
public interface ITileSource
{
    /// <summary>Reads a file of the export; null when it is not there.</summary>
    /// <param name="path">Its path: see <see cref="TilePath"/>.</param>
    /// <param name="most">The most bytes that it may have; of a longer one, more than these are given, and not all.</param>
    /// <exception cref="StoreUnavailableException">It cannot be read now.</exception>
    byte[]? Read(string path, int most);
}
