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
