namespace Impasto.Glances;

/// <summary>Maps that are the same for one photograph after the other, so that frames do not flicker.</summary>
/// <param name="known">Moments of the photographs, if they are known before; null takes those that come first.</param>
internal sealed class HeldMaps(GlanceMoments? known)
{
    /// <summary>So many photographs decide: a camera needs some frames to find its exposure.</summary>
    public const int Photographs = 16;

    private readonly List<(GlanceMoments Moments, double Weight)> _photographs = known is null ? [] : [(known, 1)];
    private (GlanceMoments Moments, double Weight)[] _style = [];
    private double _share;
    private GlanceMaps? _maps;

    /// <summary>The maps for the next photograph.</summary>
    /// <param name="style">The paintings' moments and weights.</param>
    /// <param name="share">How much of the way to them, 0 to 1.</param>
    /// <param name="measure">Measures the photograph.</param>
    public GlanceMaps Next(
        IReadOnlyList<(GlanceMoments Moments, double Weight)> style, double share, Func<GlanceMoments> measure)
    {
        bool grows = known is null && _photographs.Count < Photographs;
        if (grows)
            _photographs.Add((measure(), 1));
        if (_maps is null || grows || share != _share || !style.SequenceEqual(_style))
        {
            (_style, _share) = ([.. style], share);
            _maps = GlanceMoments.Blend(style).From(GlanceMoments.Blend(_photographs), share);
        }

        return _maps;
    }
}
