using Impasto.Studio.Clips;
using Impasto.Studio.Runs;

namespace Impasto.Studio.Requests;

/// <summary>What was seen of the pictures of one request: each is decoded once, for however many runs it is.</summary>
/// <param name="files">Decodes pictures.</param>
/// <param name="clips">Looks at clips.</param>
internal sealed class SeenPictures(PictureFiles files, ClipFiles clips)
{
    private readonly Dictionary<(NamedBytes Picture, int Longest), byte[]> _views = [];
    private readonly Dictionary<(NamedBytes Clip, RunClip Part), SeenClip> _clips = [];

    /// <summary>A picture to look at, as JPEG.</summary>
    /// <param name="picture">The picture.</param>
    /// <param name="longest">Most pixels of the view's longer side.</param>
    /// <exception cref="ImpastoException">It is no picture, damaged or too large.</exception>
    public byte[] View(NamedBytes picture, int longest)
    {
        if (!_views.TryGetValue((picture, longest), out byte[]? view))
            _views[(picture, longest)] = view = files.View(picture.Bytes, picture.Name, longest);
        return view;
    }

    /// <summary>A clip: what it says of itself, and its first frame.</summary>
    /// <param name="clip">Its file.</param>
    /// <param name="part">The part, and the options.</param>
    /// <exception cref="ImpastoException">It can't be read.</exception>
    public SeenClip Clip(NamedBytes clip, RunClip part)
    {
        if (!_clips.TryGetValue((clip, part), out SeenClip? seen))
            _clips[(clip, part)] = seen = clips.Look(clip.Bytes, clip.Name, part);
        return seen;
    }
}
