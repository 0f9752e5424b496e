using System.Security.Cryptography;
using System.Text;

namespace Exchange.Gateway.Identity;

/// <summary>
/// Files of one setting that are read again when what is in them changes. Looked at by content: Kubernetes swaps a link to a
/// folder, which tells a file system watcher nothing about the files in it.
/// </summary>
/// <param name="setting">The setting that names them.</param>
/// <param name="files">The files that count now.</param>
/// <param name="read">Reads them and puts them into force, or throws and changes nothing.</param>
internal sealed class WatchedFiles(string setting, Func<IReadOnlyList<string>> files, Action read)
{
    // Nothing yet: the first look reads what was read at start again, and so cannot miss a change in between.
    private byte[] _inForce = [];
    private byte[] _refused = [];
    private bool _told;

    public string Setting => setting;

    /// <summary>
    /// Reads the files if they changed. When they cannot be used, what was read before stays in force and they are tried again
    /// every time; that is told once, and only if it is so twice in a row: certificate and key are often written one after the other.
    /// </summary>
    /// <returns>Whether something new is in force, and the fault that is to be told now.</returns>
    public (bool IsNew, IdentityConfigurationException? Fault) Look()
    {
        // Digested before they are read: what changes in between is another change, and is seen the next time.
        var digest = Digest(files);
        if (digest.AsSpan().SequenceEqual(_inForce))
            return (false, null);
        try
        {
            var isFirst = _inForce.Length == 0;
            read();
            (_inForce, _refused, _told) = (digest, [], false);
            return (!isFirst, null);
        }
        catch (IdentityConfigurationException fault)
        {
            var again = digest.AsSpan().SequenceEqual(_refused);
            var tell = again && !_told;
            (_refused, _told) = (digest, again);
            return (false, tell ? fault : null);
        }
    }

    private static byte[] Digest(Func<IReadOnlyList<string>> files)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        try
        {
            foreach (var file in files())
            {
                using var stream = File.OpenRead(file);
                hash.AppendData(Encoding.UTF8.GetBytes(file));
                hash.AppendData(SHA256.HashData(stream));
            }
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            // Absent or not for us to read is a content of its own, which reading then refuses.
            hash.AppendData("unreadable"u8);
        }
        return hash.GetHashAndReset();
    }
}
