using Impasto.Imaging;
using Impasto.Studio.Answers;
using Impasto.Studio.Clips;
using Impasto.Studio.Requests;
using Impasto.Studio.Runs;

namespace Impasto.Studio.Looks;

/// <summary>
/// Looks at a file as soon as it is chosen, so that what can't be read says so before anything is painted.
/// </summary>
/// <param name="pictures">Decodes pictures.</param>
/// <param name="clips">Looks at clips.</param>
/// <param name="settings">The limits.</param>
internal sealed class FileLook(PictureFiles pictures, ClipFiles clips, StudioSettings settings)
{
    /// <summary>Looks at a file, in its turn.</summary>
    /// <param name="file">The file; its name is for messages.</param>
    /// <param name="cancellation">Ends the waiting for a turn.</param>
    /// <exception cref="StudioProblem">It is beyond a limit, or too many requests wait.</exception>
    /// <exception cref="ImpastoException">It is neither a picture nor a clip that can be read.</exception>
    public Task<ChosenFile> SeeAsync(NamedBytes file, CancellationToken cancellation)
    {
        bool isClip = ClipSignature.IsClip(file.Bytes);
        return pictures.InTurnAsync(
            isClip ? settings.Limits.MaxClipPixels : pictures.MostPixels([file.Bytes]),
            () => Task.Run(() => isClip ? SeeClip(file) : SeePicture(file), cancellation),
            cancellation);
    }

    private ChosenFile SeePicture(NamedBytes file)
    {
        PictureInfo info = pictures.InfoOf(file.Bytes, file.Name);
        (string Text, bool Holds)[] remarks =
        [
            ("it is turned upright", info.Orientation != 1),
            ("it has transparent parts", info.HasAlpha),
            ($"it has {info.Pages} pages, and the first one counts", info.Pages > 1),
        ];
        string[] held = [.. remarks.Where(remark => remark.Holds).Select(remark => remark.Text)];
        return new ChosenFile(file.Name, ChosenFile.Picture, info.UprightSize.Width, info.UprightSize.Height)
        {
            View = Convert.ToBase64String(pictures.Thumbnail(file.Bytes, file.Name)),
            Remarks = held.Length == 0 ? "" : $"The picture: {string.Join("; ", held)}.",
        };
    }

    private ChosenFile SeeClip(NamedBytes file)
    {
        ClipFacts facts = clips.See(file.Bytes, file.Name);
        return new ChosenFile(file.Name, ChosenFile.Clip, facts.First.Width, facts.First.Height)
        {
            View = Convert.ToBase64String(PictureFiles.Thumbnail(facts.First)),
            Remarks = facts.Info.Remarks,
            Frames = facts.Frames,
            Rate = facts.Info.Rate.PerSecond,
            Seconds = facts.Info.Duration?.TotalSeconds,
        };
    }
}
