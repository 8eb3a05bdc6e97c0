"""XML documents as bytes."""

from xml.etree.ElementTree import Element, SubElement, indent, tostring


def encode_document(root: Element) -> bytes:
    """Return an indented UTF-8 document with its declaration."""
    indent(root)
    content: bytes = tostring(root, encoding="UTF-8", xml_declaration=True)
    return content + b"\n"


def add_texts(parent: Element, **texts: object) -> None:
    """Append elements that hold a text, in order."""
    for name, text in texts.items():
        SubElement(parent, name).text = str(text)
