namespace Impasto.Records;

/// <summary>
/// Names as a result may hold them, which people pass on: no secrets of addresses, no folders of a machine.
/// </summary>
internal static class SharedNames
{
    /// <summary>The record with such names only.</summary>
    public static RunRecord Of(RunRecord record) => record
        .WithPictures(picture => picture with { Name = Of(picture.Name) }) with
    {
        Network = record.Network with { Name = Of(record.Network.Name) },
    };

    /// <summary>
    /// An address without user, query and fragment but for the page; a path as its file's name if it is absolute or
    /// leaves the current folder; any other name as it is.
    /// </summary>
    public static string Of(string name)
    {
        string page = RecordedPicture.PageOf(name);
        bool isAddress = Uri.TryCreate(name, UriKind.Absolute, out Uri? url)
            && (url.Scheme == Uri.UriSchemeHttp || url.Scheme == Uri.UriSchemeHttps);
        if (isAddress)
        {
            return url!.GetComponents(UriComponents.SchemeAndServer | UriComponents.Path, UriFormat.UriEscaped) + page;
        }

        // Windows' names too, whatever system this is.
        string[] parts = name.Split('/', '\\');
        bool isFar = Path.IsPathRooted(name) || parts.Contains("..") || parts[0].StartsWith('~')
            || (parts.Length > 1 && parts[0].EndsWith(':'));
        string file = parts[^1];
        return isFar && file.Length > 0 ? file : name;
    }
}
