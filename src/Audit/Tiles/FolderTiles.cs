namespace Exchange.Audit;

/// <summary>An export in a folder.</summary>
public sealed class FolderTiles(string folder) : ITileSource
{
    /// <inheritdoc/>
    public byte[]? Read(string path, int most)
    {
        try
        {
            using var file = new FileStream(Path.Combine(folder, path), FileMode.Open, FileAccess.Read, FileShare.Read | FileShare.Delete);
            var bytes = new byte[Math.Min(file.Length, (long)most + 1)];
            file.ReadExactly(bytes);
            return bytes;
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            return null;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new StoreUnavailableException($"{path} cannot be read.", e);
        }
    }
}
