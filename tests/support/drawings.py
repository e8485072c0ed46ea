"""Parts of drawings that no page may have, whether in a logo or in a mark."""

DANGEROUS = [
    "<script>go()</script>",
    '<path onclick="go()" d=""/>',
    '<a href="javascript:go()"/>',
    '<a xlink:href=" https://x.example/"/>',
    '<image href="//x.example/a.png"/>',
    '<image href="data:image/svg+xml,x"/>',
    "<foreignObject/>",
    '<use href="other.svg#a"/>',
    '<path fill="URL( &quot;https://x.example&quot; )"/>',
    "<style>@import 'x.css';</style>",
    r"<style>.a { fill: u\72l(https://x.example) }</style>",
    '<set attributeName="href" to="x"/>',
    '<h:meta xmlns:h="http://www.w3.org/1999/xhtml" http-equiv="refresh" content="0;url=http://x.example/"/>',
    '<h:img xmlns:h="http://www.w3.org/1999/xhtml" srcset="http://x.example/a 1x"/>',
    '<style><!-- x -->@import "http://x.example/";</style>',
    "<style><g/>.a { fill: url(https://x.example) }</style>",
    "<style>@keyframes a { to { opacity: 0 } }</style>",
    '<use href="#a"/>' * 51,
    "<text>North</text>",
    '<g xml:base="https://x.example/"/>',
    "<style>.a { fill: image-set('https://x.example/a' 1x) }</style>",
    '<?xml-stylesheet href="x.css"?>',
]
"""They could run code, load something from elsewhere, move, or look different on every device."""
