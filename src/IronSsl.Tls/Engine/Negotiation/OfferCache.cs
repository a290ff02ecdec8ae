namespace IronSsl.Tls.Engine.Negotiation;

/// <summary>The offer made last for settings that come from one template. Any number of threads may ask at once: two
/// may both make one, and either will do.</summary>
internal sealed class OfferCache
{
    private volatile Offer? _last;

    public Offer For(in OfferTerms terms)
    {
        Offer? offer = _last;
        if (offer is null || !offer.Terms.Equals(terms))
        {
            offer = new Offer(terms);
            _last = offer;
        }

        return offer;
    }
}
