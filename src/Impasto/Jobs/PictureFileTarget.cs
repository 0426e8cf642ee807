using Impasto.Imaging;

namespace Impasto.Jobs;

/// <summary>
/// A file that receives the result of a job. If it can't be written after all, the picture is kept in the folder for
/// temporary files or in the user's.
/// </summary>
/// <param name="path">The file; its ending names the format.</param>
/// <param name="overwrite">Whether an existing file may be replaced.</param>
public sealed class PictureFileTarget(string path, bool overwrite = false) : IPictureTarget
{
    /// <inheritdoc/>
    public void Check(RunRecord record, PictureSize? size) => PictureWriter.Check(path, Options(record), size);

    /// <inheritdoc/>
    public Task WriteAsync(Picture picture, RunRecord record)
    {
        PictureWriteOptions options = Options(record);
        try
        {
            PictureWriter.Write(picture, path, options);
            return Task.CompletedTask;
        }
        catch (ImpastoException failure)
        {
            string[] folders =
                [Path.GetTempPath(), Environment.GetFolderPath(Environment.SpecialFolder.UserProfile)];
            string? kept = folders
                .Where(folder => folder.Length > 0)
                .Select(folder => TryKeep(picture, folder, options))
                .FirstOrDefault(place => place is not null);
            if (kept is null)
                throw;
            throw new PictureException($"{failure.Reason()}; the picture was kept as '{kept}'.", failure)
            {
                PictureName = path,
            };
        }
    }

    private PictureWriteOptions Options(RunRecord record) => record.Output.ToWriteOptions(overwrite) with
    {
        Parameters = record.Output.HasParameters ? record.ForSharing().ToJson() : null,
    };

    private string? TryKeep(Picture picture, string folder, PictureWriteOptions options)
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
