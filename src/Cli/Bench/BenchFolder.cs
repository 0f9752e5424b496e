namespace Exchange.Cli.Bench;

/// <summary>Where temporary records go.</summary>
internal static class BenchFolder
{
    /// <summary>Why nothing can be measured in a folder, or null.</summary>
    public static string? Fault(DirectoryInfo folder)
    {
        if (!folder.Exists)
            return $"{folder} is not there; name a folder on a disk with --data.";
        return new DriveInfo(folder.FullName).DriveFormat is "tmpfs" or "ramfs"
            ? $"{folder} is in memory, where making a log durable costs nothing; name a folder on a disk with --data."
            : null;
    }
}
