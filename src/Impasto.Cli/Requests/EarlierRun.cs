using Impasto.Cli.Shell;
using Impasto.Imaging;

namespace Impasto.Cli.Requests;

/// <summary>The run that made a picture, for a run that continues from it.</summary>
internal static class EarlierRun
{
    /// <summary>
    /// Recipe and network of the picture's run, the weights being those that have the name now. Without parameters, the
    /// usual recipe at the picture's size. A picture that can't be read here is reported by the run.
    /// </summary>
    /// <param name="picture">A file.</param>
    /// <param name="usual">The recipe of the call.</param>
    /// <param name="keepsRecipe">True if the run's own recipe counts; false if only its size does.</param>
    /// <exception cref="WrongCallException">The picture is a pipe.</exception>
    public static RunRecord Of(string picture, StylizeOptions usual, bool keepsRecipe)
    {
        var unknown = new RunRecord { Options = usual };
        if (!File.Exists(picture))
            return unknown;
        RequireTwice(picture);
        try
        {
            PictureInfo info = new PictureReader(new PictureLimits { MaxPixels = long.MaxValue }).ReadInfo(picture);
            if (info.Parameters is not null)
            {
                var record = RunRecord.Parse(info.Parameters);
                return keepsRecipe
                    ? new RunRecord { Options = record.Options, Network = record.Network with { Sha256 = null } }
                    : Sized(record.Options.Sizing.Size);
            }

            return Sized(info.UprightSize.Longer);
        }
        catch (ImpastoException)
        {
            return unknown;
        }

        RunRecord Sized(TargetSize? size) =>
            new() { Options = usual with { Sizing = usual.Sizing with { Size = size } } };
    }

    // The recipe is read now, and the picture by the run.
    private static void RequireTwice(string picture)
    {
        try
        {
            using FileStream file = File.OpenRead(picture);
            if (!file.CanSeek)
                throw new WrongCallException($"--continue: expected a file, which is read twice, got '{picture}'.");
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            // The run says why it can't be read.
        }
    }
}
