using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;

namespace Exchange.Audit;

/// <summary>
/// The last checkpoint of one log that a witness vouched for. Two places in one file take turns, each with a number and a hash: what a
/// crash leaves half written does not count, and what was there before still does. While it is open, no other witness has it.
/// </summary>
internal sealed class WitnessMemory : IDisposable
{
    private const int HeaderLength = sizeof(long) + sizeof(int);
    private const int PlaceLength = HeaderLength + SignedNote.MaxLength + SHA256.HashSizeInBytes;

    private readonly FileStream _file;
    private long _number;

    private WitnessMemory(FileStream file)
    {
        _file = file;
        for (var place = 0; place < 2; place++)
        {
            if (Read(place) is var (number, note) && number > _number)
                (_number, Last) = (number, note);
        }
    }

    /// <summary>The checkpoint; null when none was seen.</summary>
    public SignedCheckpoint? Last { get; private set; }

    /// <summary>Opens what is remembered of a log.</summary>
    /// <exception cref="StoreUnavailableException">Another witness is at work on it, it is damaged, or it cannot be read or written.</exception>
    public static WitnessMemory Open(string folder, string origin)
    {
        var path = FileOf(folder, origin) + ".seen";
        try
        {
            var isNew = !File.Exists(path);
            var memory = new WitnessMemory(new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None));
            if (memory.Last is not null || memory.HasSeenNothing(isNew))
                return memory;

            // What damages it must not so make the witness forget.
            memory.Dispose();
            throw new StoreUnavailableException($"What the witness remembers is damaged, so nothing is countersigned: put {Path.GetFileName(path)} back from a copy, or remove it to begin anew and say so to whoever relies on it.");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new StoreUnavailableException("What the witness remembers cannot be read and written, or another one is at work on it.", e);
        }
    }

    /// <summary>Remembers a checkpoint. When this returns, the disk has it.</summary>
    /// <exception cref="StoreUnavailableException">It cannot be written.</exception>
    public void Remember(SignedCheckpoint checkpoint)
    {
        var note = checkpoint.Note.ToBytes();
        var record = new byte[HeaderLength + note.Length + SHA256.HashSizeInBytes];
        BinaryPrimitives.WriteInt64BigEndian(record, _number + 1);
        BinaryPrimitives.WriteInt32BigEndian(record.AsSpan(sizeof(long)), note.Length);
        note.CopyTo(record.AsSpan(HeaderLength));
        SHA256.HashData(record.AsSpan(..^SHA256.HashSizeInBytes), record.AsSpan(^SHA256.HashSizeInBytes..));
        try
        {
            _file.Position = (_number + 1) % 2 * PlaceLength;
            _file.Write(record);
            _file.Flush(flushToDisk: true);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new StoreUnavailableException("What the witness saw cannot be remembered, so nothing is countersigned.", e);
        }

        (_number, Last) = (_number + 1, checkpoint);
    }

    /// <summary>Keeps a checkpoint that cannot be true beside what is remembered: together they are the evidence.</summary>
    /// <returns>The file.</returns>
    /// <exception cref="StoreUnavailableException">It cannot be written.</exception>
    public static string KeepEvidence(string folder, SignedCheckpoint checkpoint)
    {
        var note = checkpoint.Note.ToBytes();
        var file = $"{FileOf(folder, checkpoint.Checkpoint.Origin)}.{Convert.ToHexStringLower(SHA256.HashData(note).AsSpan(0, 8))}.conflict";
        try
        {
            File.WriteAllBytes(file, note);
            return file;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new StoreUnavailableException("The evidence cannot be kept.", e);
        }
    }

    public void Dispose() => _file.Dispose();

    // A new one says that it is: one that is empty was emptied. The first checkpoint goes to the other place.
    private bool HasSeenNothing(bool isNew)
    {
        if (isNew && _file.Length == 0)
        {
            _file.Position = 0;
            _file.Write(Nothing);
            _file.Flush(flushToDisk: true);
        }

        var bytes = new byte[Nothing.Length];
        _file.Position = 0;
        return _file.Length == bytes.Length && _file.ReadAtLeast(bytes, bytes.Length, throwOnEndOfStream: false) == bytes.Length && bytes.AsSpan().SequenceEqual(Nothing);
    }

    private static ReadOnlySpan<byte> Nothing => "nothing seen yet\n"u8;

    // Whatever the origin is, a name that a file may have.
    private static string FileOf(string folder, string origin) =>
        Path.Combine(folder, Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(origin)).AsSpan(0, 16)));

    private (long Number, SignedCheckpoint Note)? Read(int place)
    {
        var bytes = new byte[PlaceLength];
        _file.Position = (long)place * PlaceLength;
        var read = _file.ReadAtLeast(bytes, bytes.Length, throwOnEndOfStream: false);
        if (read < HeaderLength)
            return null;
        var (number, length) = (BinaryPrimitives.ReadInt64BigEndian(bytes), BinaryPrimitives.ReadInt32BigEndian(bytes.AsSpan(sizeof(long))));
        if (length is < 0 or > SignedNote.MaxLength || read < HeaderLength + length + SHA256.HashSizeInBytes)
            return null;
        var hash = SHA256.HashData(bytes.AsSpan(0, HeaderLength + length));
        return hash.AsSpan().SequenceEqual(bytes.AsSpan(HeaderLength + length, SHA256.HashSizeInBytes))
            && SignedCheckpoint.Parse(bytes.AsSpan(HeaderLength, length)) is { } note
            ? (number, note)
            : null;
    }
}
