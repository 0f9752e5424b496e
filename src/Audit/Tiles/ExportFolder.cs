namespace Exchange.Audit;

/// <summary>Puts the files of an export in their places.</summary>
internal sealed class ExportFolder(string folder)
{
    public void Write(Tile tile) => Put(tile.Path, tile.Hashes.Count == TilePath.Width, file => file.Write(tile.ToBytes()));

    /// <summary>Writes a bundle, and empties it.</summary>
    public void WriteEntries(long index, int width, MemoryStream bundle)
    {
        Put(TilePath.OfEntries(index, width), width == TilePath.Width, file => bundle.WriteTo(file));
        bundle.SetLength(0);
    }

    public void WriteCheckpoint(SignedCheckpoint checkpoint) => Put(TilePath.Checkpoint, false, file =>
    {
        file.Write(checkpoint.Note.ToBytes());
        file.Flush(flushToDisk: true);
    });

    /// <summary>Removes the bundles and tiles of leaf hashes before an entry: what the log no longer keeps, nobody does.</summary>
    public void Prune(long minimum)
    {
        try
        {
            for (var index = (minimum >> TilePath.Height) - 1; index >= 0 && File.Exists(Path.Combine(folder, TilePath.OfEntries(index, TilePath.Width))); index--)
            {
                File.Delete(Path.Combine(folder, TilePath.OfTile(0, index, TilePath.Width)));
                File.Delete(Path.Combine(folder, TilePath.OfEntries(index, TilePath.Width)));
            }
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new StoreUnavailableException("What the log no longer keeps cannot be removed from the export.", e);
        }
    }

    private void Put(string path, bool replacesPartial, Action<FileStream> write)
    {
        var place = Path.Combine(folder, path);
        try
        {
            Directory.CreateDirectory(Path.GetDirectoryName(place)!);
            using (var file = new FileStream(place + ".new", FileMode.Create, FileAccess.Write, FileShare.None))
                write(file);
            File.Move(place + ".new", place, overwrite: true);

            // The full one serves whoever still looks for a partial one.
            if (replacesPartial && Directory.Exists(place + ".p"))
                Directory.Delete(place + ".p", recursive: true);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new StoreUnavailableException($"The export cannot be written: {path}.", e);
        }
    }
}
