using System.CommandLine;
using System.Security.Cryptography;
using Exchange.Audit;
using Exchange.Commands;
using Exchange.Consent;
using Exchange.Gateway.Hosting;
using Exchange.Keys;

namespace Exchange.Cli.Audit;

/// <summary>A log that is open for reading.</summary>
/// <param name="Store">The log.</param>
/// <param name="Index">Its index.</param>
/// <param name="Partnership">Whose.</param>
internal sealed record OpenLog(ILogStore Store, ILogIndex Index, PartnershipId Partnership);

/// <summary>Names the log that a command works on, and opens it beside whatever gateway writes it.</summary>
internal sealed class LogOptions
{
    private readonly Option<DirectoryInfo?> _data = new("--data") { Description = "The gateway's data directory", HelpName = "DIR" };
    private readonly Option<FileInfo?> _config = new("--config") { Description = "The gateway's configuration instead, which says where its records are: also on PostgreSQL", HelpName = "FILE" };
    private readonly Option<DirectoryInfo?> _keys = new("--keys") { Description = "The directory of the keys, when it is not 'keys' in the data directory", HelpName = "DIR" };
    private readonly Option<string> _partnership = new("--partnership") { Description = "The partnership", DefaultValueFactory = _ => Installation.DefaultPartnership };

    public void AddTo(Command command)
    {
        command.Add(_data);
        command.Add(_config);
        command.Add(_keys);
        command.Add(_partnership);
    }

    /// <summary>Whether a log is named.</summary>
    public bool IsNamed(ParseResult call) => call.GetValue(_data) is not null || call.GetValue(_config) is not null;

    /// <summary>Opens the log, without any key where it can be read so, and does something with it. One that cannot be opened is wrong usage.</summary>
    public int Use(ParseResult call, Func<OpenLog, int> work) => Use(call, place => Using(place.OpenLog(), call, place, (log, _) => work(log)));

    /// <summary>Opens the log with the keys that sign it; one that has none yet cannot be used.</summary>
    public int UseSigned(ParseResult call, Func<OpenLog, LogSigning, int> work) => UseWithKeys(call, (log, _, keys) =>
    {
        var signing = new LogSigning(new SigningKeys(keys, TimeProvider.System));
        return signing.PublicKeys(log.Partnership).Count == 0
            ? Exit.Unusable(call, "no key signs this log yet: start a gateway of this version on it once.")
            : work(log, signing);
    });

    /// <summary>Opens everything, with the keys.</summary>
    public int UseWithKeys(ParseResult call, Func<OpenLog, Storage.IStorage, KeyVault, int> work) => Use(call, place => Using(place.OpenAll(), call, place, (log, storage) =>
    {
        try
        {
            return work(log, storage, new KeyVault(storage.Keys, KeyRing.Open(place.Ring)));
        }
        catch (Exception e) when (e is IOException or CryptographicException)
        {
            return Exit.Unusable(call, "a key of the log cannot be read: the keys or the key ring are missing or of another installation, or a new one is to be kept and the ring has no current key (start a gateway on it once).");
        }
    }));

    private int Use(ParseResult call, Func<LogPlace, int> work)
    {
        if (!PartnershipId.IsValid(call.GetRequiredValue(_partnership)))
            return Exit.Unusable(call, "--partnership is 1 to 64 lower-case letters, digits and hyphens.");
        if (call.GetValue(_data) is not null == call.GetValue(_config) is not null)
            return Exit.Unusable(call, "name the gateway's directory with --data, or its configuration with --config.");
        try
        {
            return work(call.GetValue(_config) is { } file
                ? LogPlace.OfConfiguration(file.FullName)
                : LogPlace.OfFolder(call.GetValue(_data)!.FullName, call.GetValue(_keys)?.FullName));
        }
        catch (Exception e) when (e is StoreUnavailableException or ConfigurationException or InvalidDataException)
        {
            return Exit.Unusable(call, e is StoreUnavailableException ? $"the records cannot be read: {e.Message}" : e.Message);
        }
    }

    private int Using(Storage.IStorage opened, ParseResult call, LogPlace place, Func<OpenLog, Storage.IStorage, int> work)
    {
        using var storage = opened;
        var log = new OpenLog(storage.Log, storage.Index, new PartnershipId(call.GetRequiredValue(_partnership)));

        // An empty log proves nothing, and a partnership that is misspelt has one.
        return log.Store.ReadHead(log.Partnership).Size == 0
            ? Exit.Unusable(call, $"there is no log of partnership {log.Partnership.Value} in {place.Name}.")
            : work(log, storage);
    }
}
