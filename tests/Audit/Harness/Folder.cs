namespace Exchange.Audit.Tests;

/// <summary>A folder that is gone after the test.</summary>
internal sealed class Folder : IDisposable
{
    public string Path { get; } = Directory.CreateTempSubdirectory("exchange-audit-").FullName;

    public FolderTiles Tiles => new(Path);

    /// <summary>The files in it, by their path from it.</summary>
    public IReadOnlyList<string> Files() =>
        [.. Directory.GetFiles(Path, "*", SearchOption.AllDirectories).Select(f => System.IO.Path.GetRelativePath(Path, f)).Order(StringComparer.Ordinal)];

    public string At(string path) => System.IO.Path.Combine(Path, path);

    /// <summary>Turns a bit of a file, does something, and turns it back.</summary>
    public void WithBitTurned(string path, int bit, Action something)
    {
        var bytes = File.ReadAllBytes(At(path));
        Turn();
        something();
        Turn();

        void Turn()
        {
            bytes[bit / 8] ^= (byte)(1 << (bit % 8));
            File.WriteAllBytes(At(path), bytes);
        }
    }

    public void Dispose() => Directory.Delete(Path, recursive: true);
}
