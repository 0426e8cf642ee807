namespace Impasto.Tests.Architecture;

/// <summary>Rules that do not hold yet, with the reason: set one to null to switch its test on.</summary>
internal static class Pending
{
    public const string? CliRooms = null;
    public const string? StudioRooms = null;
    public const string? FolderSize = "until every folder of src has 20 files at most";
    public const string? LineLength = "until every line has 120 characters at most";
    public const string? Friends = null;
    public const string? Words = "until comments, messages and pages avoid the words listed in CONTRIBUTING.md";
}
