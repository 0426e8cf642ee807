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
            if (KeepElsewhere(picture, Path.GetExtension(path), options) is not { } kept)
                throw;
            throw new PictureException($"{failure.Reason()}; the picture was kept as '{kept}'.", failure)
            {
                PictureName = path,
            };
        }
    }

    /// <summary>How a run's result is written, with its description unless the record leaves that out.</summary>
    /// <param name="record">The run.</param>
    /// <param name="overwrite">Whether an existing file may be replaced.</param>
    public static PictureWriteOptions Writing(RunRecord record, bool overwrite = false)
    {
        ArgumentNullException.ThrowIfNull(record);
        return record.Output.ToWriteOptions(overwrite) with
        {
            Parameters = record.Output.HasParameters ? record.ForSharing().ToJson() : null,
        };
    }

    /// <summary>Writes a picture that its target refused to the folder for temporary files, or to the user's.</summary>
    /// <param name="picture">The picture.</param>
    /// <param name="extension">The ending of the format with its dot.</param>
    /// <param name="options">How it is written.</param>
    /// <returns>Where it is; null if neither folder takes it.</returns>
    public static string? KeepElsewhere(Picture picture, string extension, PictureWriteOptions options)
    {
        string[] folders =
            [Path.GetTempPath(), Environment.GetFolderPath(Environment.SpecialFolder.UserProfile)];
        return folders
            .Where(folder => folder.Length > 0)
            .Select(folder => TryKeep(picture, folder, extension, options))
            .FirstOrDefault(place => place is not null);
    }

    private PictureWriteOptions Options(RunRecord record) => Writing(record, overwrite);

    private static string? TryKeep(Picture picture, string folder, string extension, PictureWriteOptions options)
    {
        try
        {
            string place = Path.Combine(folder, $"impasto-{Guid.NewGuid():N}{extension}");
            PictureWriter.Write(picture, place, options);
            return place;
        }
        catch (ImpastoException)
        {
            return null;
        }
    }
}
