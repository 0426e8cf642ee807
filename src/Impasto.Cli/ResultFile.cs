using Impasto.Imaging;

namespace Impasto.Cli;

/// <summary>Writes a picture that took its time: where it can't be written any more, it is kept elsewhere.</summary>
internal static class ResultFile
{
    /// <summary>Writes the picture.</summary>
    /// <exception cref="ImpastoException">It could not be written where it should; the sentence says where it is now.</exception>
    public static void Write(Picture picture, string path, PictureWriteOptions options)
    {
        try
        {
            PictureWriter.Write(picture, path, options);
        }
        catch (ImpastoException failure)
        {
            string[] folders = [Path.GetTempPath(), Environment.GetFolderPath(Environment.SpecialFolder.UserProfile)];
            string? kept = folders.Where(folder => folder.Length > 0).Select(folder => Keep(picture, folder, path, options)).FirstOrDefault(place => place is not null);
            if (kept is null)
                throw;
            throw new ImpastoException($"{failure.Reason()}; the picture was kept as '{kept}'.", failure);
        }
    }

    private static string? Keep(Picture picture, string folder, string path, PictureWriteOptions options)
    {
        try
        {
            string place = Path.Combine(folder, $"impasto-{Guid.NewGuid():N}{Path.GetExtension(path)}");
            PictureWriter.Write(picture, place, options);
            return place;
        }
        catch (ImpastoException)
        {
            return null;
        }
    }
}
